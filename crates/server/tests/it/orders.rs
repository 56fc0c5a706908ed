//! Enumerates the orders in which actors can take their turns.

/// All orders, given the number of turns of each actor.
pub(crate) fn orders<Who: Copy>(actors: &[(Who, usize)]) -> Vec<Vec<Who>> {
    fn go<Who: Copy>(left: &mut [(Who, usize)], so_far: &mut Vec<Who>, all: &mut Vec<Vec<Who>>) {
        if left.iter().all(|(_, turns)| *turns == 0) {
            all.push(so_far.clone());
            return;
        }
        for at in 0..left.len() {
            let (who, turns) = left[at];
            if turns > 0 {
                left[at].1 -= 1;
                so_far.push(who);
                go(left, so_far, all);
                so_far.pop();
                left[at].1 += 1;
            }
        }
    }
    let mut all = Vec::new();
    go(&mut actors.to_vec(), &mut Vec::new(), &mut all);
    all
}

#[test]
fn the_orders_are_all_there() {
    let mut found = orders(&[('a', 2), ('b', 1)]);
    found.sort_unstable();
    assert_eq!(found, [['a', 'a', 'b'], ['a', 'b', 'a'], ['b', 'a', 'a']]);
    assert_eq!(orders(&[('a', 4), ('b', 4)]).len(), 70);
    assert_eq!(orders(&[('a', 4), ('b', 1), ('c', 1), ('d', 1)]).len(), 210);
}
