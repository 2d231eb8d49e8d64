//! What a report says, without sizes, pages or colours.
//!
//! Chapters write these values; `layout` alone decides how they look.

use chrono::NaiveDate;

/// A whole report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Title of the document, as shown in the title bar of a reader.
    pub title: String,
    /// Language tag, such as `zh-CN`.
    pub language: String,
    /// Who wrote it, as typed by a person; never the account of the operating system.
    pub author: String,
    /// What it is about, one line.
    pub subject: String,
    /// The date of the report; it is the file's creation date as well.
    pub date: NaiveDate,
    /// What stands at the head and foot of every page but the cover.
    pub margins: Margins,
    /// The chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// Texts repeated on every page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Margins {
    /// Head, left: the company.
    pub head_left: String,
    /// Head, right: the case.
    pub head_right: String,
    /// Foot, left.
    pub foot_left: String,
    /// Foot, right; `{page}` and `{pages}` are replaced by figures.
    pub foot_right: String,
}

/// One chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// Its name in the house, which is its anchor too.
    pub id: String,
    /// Its title; empty where the chapter shows none, as the cover does.
    pub title: String,
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// Whether it starts a page.
    pub new_page: bool,
    /// Whether its pages carry head and foot.
    pub margins: bool,
    /// Whether the contents and the bookmarks name it.
    pub listed: bool,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A place in this report.
    Anchor(String),
    /// An address.
    Url(String),
}

/// How weighty a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As the body.
    #[default]
    Ink,
    /// Rests in the background.
    Quiet,
    /// In the one accent colour.
    Accent,
}

/// A piece of text of one kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    /// The characters.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Its tone.
    pub tone: Tone,
    /// Where a click leads.
    pub link: Option<Target>,
}

/// A text: pieces one after another. A line feed starts a new line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text(pub Vec<Span>);

impl Text {
    /// A text of one plain piece.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::default().then(text)
    }

    /// A text of one bold piece.
    pub fn strong(text: impl Into<String>) -> Self {
        Self::default().then_strong(text)
    }

    /// A text of one quiet piece.
    pub fn quiet(text: impl Into<String>) -> Self {
        Self::default().then_quiet(text)
    }

    /// A text of one piece in the accent colour.
    pub fn accent(text: impl Into<String>) -> Self {
        Self::default().push(Span { text: text.into(), tone: Tone::Accent, ..Span::default() })
    }

    /// A text that leads to an anchor.
    pub fn link(text: impl Into<String>, anchor: impl Into<String>) -> Self {
        Self::default().then_link(text, anchor)
    }

    /// Appends a plain piece.
    #[must_use]
    pub fn then(self, text: impl Into<String>) -> Self {
        self.push(Span { text: text.into(), ..Span::default() })
    }

    /// Appends a bold piece.
    #[must_use]
    pub fn then_strong(self, text: impl Into<String>) -> Self {
        self.push(Span { text: text.into(), strong: true, ..Span::default() })
    }

    /// Appends a quiet piece.
    #[must_use]
    pub fn then_quiet(self, text: impl Into<String>) -> Self {
        self.push(Span { text: text.into(), tone: Tone::Quiet, ..Span::default() })
    }

    /// Appends a piece that leads to an anchor.
    #[must_use]
    pub fn then_link(self, text: impl Into<String>, anchor: impl Into<String>) -> Self {
        self.push(Span { text: text.into(), link: Some(Target::Anchor(anchor.into())), ..Span::default() })
    }

    /// Appends another text.
    #[must_use]
    pub fn join(mut self, other: Text) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Appends a piece.
    #[must_use]
    pub fn push(mut self, span: Span) -> Self {
        self.0.push(span);
        self
    }

    /// The same text, every piece bold.
    #[must_use]
    pub fn all_strong(mut self) -> Self {
        self.0.iter_mut().for_each(|span| span.strong = true);
        self
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }

    /// The characters alone.
    pub fn to_plain(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manner {
    /// Running text.
    #[default]
    Body,
    /// A sentence that opens a page: larger.
    Lead,
    /// An aside: smaller and quiet.
    Small,
}

/// A heading inside a chapter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Heading {
    /// 1 below the chapter, 2 below that, 3 the smallest.
    pub level: u8,
    /// What it says.
    pub text: Text,
    /// What stands at the right end of its line, such as points.
    pub right: Text,
    /// The name by which links find it.
    pub anchor: Option<String>,
    /// The bookmark that leads here; none where empty.
    pub bookmark: String,
}

/// One thing in a list of names and values.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Text,
}

impl Fact {
    /// A fact.
    pub fn new(name: impl Into<String>, value: impl Into<Text>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// At the right, as figures do.
    Right,
    /// In the middle.
    Centre,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What stands above it.
    pub title: String,
    /// Its share of the width; shares are compared with one another only.
    pub share: f32,
    /// Where its text stands.
    pub align: Align,
}

impl Column {
    /// A column of words.
    pub fn words(title: impl Into<String>, share: f32) -> Self {
        Self { title: title.into(), share, align: Align::Left }
    }

    /// A column of figures.
    pub fn figures(title: impl Into<String>, share: f32) -> Self {
        Self { title: title.into(), share, align: Align::Right }
    }

    /// A column of signs.
    pub fn signs(title: impl Into<String>, share: f32) -> Self {
        Self { title: title.into(), share, align: Align::Centre }
    }
}

/// The rank of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rank {
    /// One among others.
    #[default]
    Plain,
    /// Opens or sums up some of them.
    Group,
    /// Opens or sums up many of them.
    Section,
    /// Sums up all.
    Total,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its cells, as many as there are columns.
    pub cells: Vec<Text>,
    /// Its rank.
    pub rank: Rank,
    /// The name by which links find it.
    pub anchor: Option<String>,
}

impl Row {
    /// A plain row.
    pub fn new(cells: Vec<Text>) -> Self {
        Self { cells, ..Self::default() }
    }

    /// A row of some rank.
    pub fn ranked(rank: Rank, cells: Vec<Text>) -> Self {
        Self { cells, rank, anchor: None }
    }
}

/// A table. Its head is repeated on every page and its rows are not torn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A bar: a part of a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it measures.
    pub label: Text,
    /// What it amounts to: figures, each in a column of its own.
    pub figures: Vec<String>,
    /// The part, from 0 to 1; nothing where there is no whole.
    pub share: Option<f32>,
}

/// A place on a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where, from 0 to 1.
    pub at: f32,
    /// The figure below the scale.
    pub label: String,
    /// The word beside the figure.
    pub name: String,
}

/// A scale with a mark and a range on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scale {
    /// Thresholds, from low to high.
    pub ticks: Vec<Tick>,
    /// The lowest and the highest that may come out, from 0 to 1.
    pub range: Option<(f32, f32)>,
    /// Where it stands now, from 0 to 1.
    pub mark: Option<f32>,
    /// The figure at the mark.
    pub mark_label: String,
}

/// What a bar of a timeline stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GanttKind {
    /// The end hangs on it: full and high.
    Critical,
    /// It has time to spare: in outline.
    Plain,
    /// A time that has to go by: a thin line with ends.
    Waiting,
    /// What others do, as far as is known: full as long as it takes in any case, then in outline.
    Body,
}

/// A row of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct GanttRow {
    /// What it is.
    pub label: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Until when in any case.
    pub sure: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// What it stands for.
    pub kind: GanttKind,
    /// Its term.
    pub due: Option<NaiveDate>,
    /// A few words behind the bar.
    pub note: String,
}

/// A day that goes through all rows.
#[derive(Debug, Clone, PartialEq)]
pub struct GanttMark {
    /// Which day.
    pub day: NaiveDate,
    /// What it is.
    pub label: String,
}

/// Bars over days: what runs when.
#[derive(Debug, Clone, PartialEq)]
pub struct Gantt {
    /// The day at the left.
    pub from: NaiveDate,
    /// The day at the right.
    pub to: NaiveDate,
    /// The rows, from top to bottom.
    pub rows: Vec<GanttRow>,
    /// Days that go through all rows.
    pub marks: Vec<GanttMark>,
    /// What the sign of a term is called.
    pub due: String,
}

/// A figure to be seen from afar, and its name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// The figure.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// What it is.
    pub name: String,
    /// One quiet line below.
    pub note: String,
}

/// Stars, drawn: so many full ones out of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stars {
    /// Full ones.
    pub full: u8,
    /// All.
    pub of: u8,
}

/// The result at a glance: a great figure, stars, and lesser figures beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// The great figure.
    pub figure: Figure,
    /// The stars; none where there is no grade.
    pub stars: Option<Stars>,
    /// The grade in words.
    pub grade: String,
    /// The lesser figures.
    pub beside: Vec<Figure>,
}

/// The first page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cover {
    /// Above the title: the name of the tool or the standard.
    pub overline: String,
    /// The title.
    pub title: String,
    /// Below the title: what it is not.
    pub subtitle: String,
    /// The company.
    pub company: String,
    /// The result.
    pub verdict: Verdict,
    /// What identifies the report.
    pub facts: Vec<Fact>,
    /// At the foot of the page.
    pub note: String,
}

/// A place for somebody to sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// In which part.
    pub role: String,
    /// What stands before the second line.
    pub date: String,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The first page.
    Cover(Cover),
    /// The list of chapters with their pages.
    Contents,
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Manner, Text),
    /// A list with dots.
    Bullets(Vec<Text>),
    /// A list with numbers.
    Numbers(Vec<Text>),
    /// Names and values.
    Facts(Vec<Fact>),
    /// Names and values with air around them, a hair line below each.
    Profile(Vec<Fact>),
    /// A table.
    Table(Table),
    /// The result at a glance.
    Verdict(Verdict),
    /// Parts of wholes.
    Bars(Vec<Bar>),
    /// A scale.
    Scale(Scale),
    /// What runs when.
    Gantt(Gantt),
    /// Figures in a row.
    Figures(Vec<Figure>),
    /// What must not be overlooked.
    Note(Vec<Block>),
    /// What belongs together and stays together where it fits on a page.
    Together(Vec<Block>),
    /// Blocks that stand on one page where that does not leave a third of a page empty.
    Loosely(Vec<Block>),
    /// A formula with its numbers put in: what comes of it stands at the right.
    Formula {
        /// What is computed.
        name: Text,
        /// How.
        how: Text,
        /// What comes of it.
        result: Text,
    },
    /// Places to sign.
    Signatures(Vec<Signature>),
    /// What follows starts a page.
    PageBreak,
}

impl Block {
    /// A paragraph of running text.
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Self::Paragraph(Manner::Body, text.into())
    }

    /// A small, quiet paragraph.
    pub fn small(text: impl Into<Text>) -> Self {
        Self::Paragraph(Manner::Small, text.into())
    }

    /// A heading without anchor or bookmark.
    pub fn heading(level: u8, text: impl Into<Text>) -> Self {
        Self::Heading(Heading { level, text: text.into(), ..Heading::default() })
    }
}
