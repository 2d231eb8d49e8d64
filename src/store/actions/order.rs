//! Which actions wait for themselves, in the result of all rows together.
//!
//! Why it is so: rows are judged by what comes out of all of them, since one row may turn an order round that another
//! has to turn round as well. So circles are looked for at the end, all of them at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::ActionId;

/// Every circle of prerequisites, as the set of its actions.
pub(super) fn circles(after: &BTreeMap<ActionId, BTreeSet<ActionId>>) -> Vec<BTreeSet<ActionId>> {
    let mut followers: BTreeMap<ActionId, Vec<ActionId>> = BTreeMap::new();
    for (id, before) in after {
        for one in before {
            followers.entry(*one).or_default().push(*id);
        }
    }
    let none = BTreeSet::new();
    let befores = |id: ActionId| after.get(&id).unwrap_or(&none).iter().copied().collect::<Vec<_>>();
    let mut seen = BTreeSet::new();
    let mut done = Vec::new();
    for id in after.keys() {
        walk(*id, &befores, &mut seen, &mut done);
    }
    let afters = |id: ActionId| followers.get(&id).cloned().unwrap_or_default();
    let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
    while let Some(id) = done.pop() {
        let mut circle = Vec::new();
        walk(id, &afters, &mut seen, &mut circle);
        let itself = after.get(&id).is_some_and(|before| before.contains(&id));
        if circle.len() > 1 || circle.len() == 1 && itself {
            out.push(circle.into_iter().collect());
        }
    }
    out
}

/// Puts all that is reached from here and was not seen yet into `done`, what is reached before what reaches it.
fn walk(
    from: ActionId,
    next: &dyn Fn(ActionId) -> Vec<ActionId>,
    seen: &mut BTreeSet<ActionId>,
    done: &mut Vec<ActionId>,
) {
    if !seen.insert(from) {
        return;
    }
    let mut open = vec![(from, next(from))];
    while let Some((id, left)) = open.last_mut() {
        match left.pop() {
            Some(one) if seen.insert(one) => open.push((one, next(one))),
            Some(_) => {}
            None => {
                done.push(*id);
                open.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_and_nothing_else() {
        let of = |edges: &[(u32, &[u32])]| {
            let ids = |ids: &[u32]| ids.iter().map(|id| ActionId(*id)).collect::<BTreeSet<_>>();
            circles(&edges.iter().map(|(id, before)| (ActionId(*id), ids(before))).collect())
                .into_iter()
                .map(|circle| circle.into_iter().map(|id| id.0).collect::<Vec<_>>())
                .collect::<BTreeSet<_>>()
        };
        assert!(of(&[(1, &[]), (2, &[1]), (3, &[1, 2]), (4, &[3, 2])]).is_empty());
        // 5 waits for a circle and 1 is waited for by one; neither is in it.
        let found = of(&[(1, &[]), (2, &[1, 4]), (3, &[2]), (4, &[3]), (5, &[4]), (6, &[6]), (7, &[8]), (8, &[7])]);
        assert_eq!(found, BTreeSet::from([vec![2, 3, 4], vec![6], vec![7, 8]]));
    }
}
