//! The schemes built into the program.

/// A scheme built into the program.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Stable name.
    pub id: &'static str,
    /// The file's text.
    pub text: &'static str,
}

/// All of them; the first is the one that a new case takes.
pub const SHIPPED: &[Shipped] =
    &[Shipped { id: "gbt27922-2011", text: include_str!("../../criteria/gbt27922-2011.ron") }];

/// The built-in scheme with this id.
#[must_use]
pub fn shipped(id: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|shipped| shipped.id == id)
}
