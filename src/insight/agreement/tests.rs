use super::*;
use proptest::prelude::*;

fn case(look_fors: &[(&str, &[Option<bool>])]) -> Case {
    Case { look_fors: look_fors.iter().map(|(id, marks)| (id.to_string(), marks.to_vec())).collect(), tags: None }
}

fn counted(cases: &[Case]) -> Agreement {
    agreement(cases, &HashMap::new(), &HashMap::new())
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[test]
fn only_visits_in_which_both_looked_are_counted() {
    let cases = [
        case(&[("cites", &[YES, YES]), ("talks", &[YES, None])]),
        case(&[("cites", &[YES, NO]), ("talks", &[None, None])]),
        case(&[("cites", &[NO, NO])]),
    ];
    let found = counted(&cases);
    assert_eq!(found.visits, 3);
    assert_eq!(found.look_fors.len(), 1, "nobody looked for the other together");
    let line = &found.look_fors[0];
    assert_eq!((line.visits, line.of, line.same, line.figures), (3, 3, 2, None));
}

#[test]
fn figures_come_with_the_tenth_visit() {
    let nine: Vec<Case> =
        (0u32..9).map(|n| case(&[("cites", &[Some(n.is_multiple_of(2)), Some(n.is_multiple_of(3))])])).collect();
    assert!(counted(&nine).look_fors[0].figures.is_none() && counted(&nine).all.is_some_and(|l| l.figures.is_none()));
    let mut ten = nine;
    ten.push(case(&[("cites", &[YES, YES])]));
    assert!(counted(&ten).look_fors[0].figures.is_some());
}

/// 90 of 100 visits seen by both, 5 by the first alone, 4 by the second alone, 1 by none: the set of docs/differ.md.
#[test]
fn the_known_set_gives_the_known_figures() {
    let mut cases = vec![case(&[("cites", &[YES, YES])]); 90];
    cases.extend(vec![case(&[("cites", &[YES, NO])]); 5]);
    cases.extend(vec![case(&[("cites", &[NO, YES])]); 4]);
    cases.extend(vec![case(&[("cites", &[NO, NO])]); 1]);
    let line = counted(&cases).look_fors.remove(0);
    let figures = line.figures.expect("figures");
    let rounded = |f: Option<Figure>| (f.expect("a figure").value * 1_000.0).round() / 1_000.0;
    assert_eq!((line.same, line.of), (91, 100));
    assert_eq!((rounded(figures.kappa), rounded(figures.pabak), rounded(figures.ac1)), (0.135, 0.82, 0.9));
    // Of two observers and no missing value: 1 − (2n − 1)·Do/(n1·n0) = 1 − 199·9/(189·11), by hand.
    assert_eq!(rounded(figures.alpha), 0.139);
    let (low, high) = figures.ac1.and_then(|f| f.interval).expect("an interval");
    assert!(low < 0.9 && 0.9 < high && low > 0.8, "{low} {high}");
    assert_eq!(counted(&cases).look_fors.remove(0).figures, Some(figures), "the same again");
}

#[test]
fn where_all_marks_are_the_same_kappa_and_alpha_are_left_out() {
    let figures = counted(&vec![case(&[("cites", &[YES, YES])]); 12]).look_fors.remove(0).figures.expect("figures");
    assert_eq!((figures.kappa, figures.alpha), (None, None));
    assert_eq!(figures.pabak.map(|f| (f.value, f.interval)), Some((1.0, None)));
}

#[test]
fn a_third_observer_counts_for_alpha_and_not_for_kappa() {
    let mut cases: Vec<Case> = (0..10).map(|n| case(&[("cites", &[Some(n < 5), Some(n < 6), Some(n < 7)])])).collect();
    let figures = counted(&cases).look_fors.remove(0).figures.expect("figures");
    assert!(figures.kappa.is_none() && figures.alpha.is_some());
    assert_eq!(counted(&cases).look_fors[0].same, 8);
    cases.truncate(9);
    assert!(counted(&cases).look_fors[0].figures.is_none());
}

#[test]
fn tags_are_counted_in_visits_that_all_have_tagged() {
    let tag = |n: u8| Uid([n; 16]);
    let tagged = |a: &[u8], b: &[u8]| Case {
        tags: Some(vec![a.iter().map(|n| tag(*n)).collect(), b.iter().map(|n| tag(*n)).collect()]),
        ..Case::default()
    };
    let cases = [tagged(&[1, 2], &[1]), tagged(&[1], &[1]), Case::default()];
    let names = HashMap::from([(tag(1), "wait-time".to_string())]);
    let found = agreement(&cases, &HashMap::new(), &names);
    let lines: Vec<(&str, u32, u32)> = found.tags.iter().map(|l| (l.name.as_str(), l.of, l.same)).collect();
    assert_eq!(lines[0], ("wait-time", 2, 2));
    assert_eq!((lines[1].1, lines[1].2), (2, 1));
    assert_eq!(found.visits, 3);
}

#[test]
fn lots_are_half_and_half_and_do_not_depend_on_the_order() {
    let mut ids = crate::domain::id::IdSource::Seeded(4);
    let mut turned = 0;
    for _ in 0..1_000 {
        let (a, b) = (ids.next_uid(), ids.next_uid());
        let (one, other) = (lots(&[a, b]), lots(&[b, a]));
        assert_eq!([a, b][one[0]], [b, a][other[0]]);
        turned += usize::from(one[0] == 1);
    }
    assert!((400..600).contains(&turned), "{turned}");
    assert_eq!(lots(&[]), Vec::<usize>::new());
}

proptest! {
    #[test]
    fn it_matters_to_no_figure_who_is_first(
        marks in prop::collection::vec((prop::option::of(any::<bool>()), prop::option::of(any::<bool>())), 0..40),
    ) {
        let of = |turned: bool| {
            let cases: Vec<Case> = marks
                .iter()
                .map(|(a, b)| case(&[("l", &if turned { [*b, *a] } else { [*a, *b] })]))
                .collect();
            counted(&cases)
        };
        let close = |a: Option<Figure>, b: Option<Figure>| match (a, b) {
            (Some(a), Some(b)) => (a.value - b.value).abs() < 1e-9,
            (None, None) => true,
            _ => false,
        };
        match (of(false).look_fors.first(), of(true).look_fors.first()) {
            (Some(a), Some(b)) => {
                prop_assert_eq!((a.visits, a.of, a.same), (b.visits, b.of, b.same));
                prop_assert!(a.same <= a.of);
                if let (Some(x), Some(y)) = (a.figures, b.figures) {
                    // All of them: chance is the same either way round.
                    prop_assert!(close(x.kappa, y.kappa) && close(x.ac1, y.ac1) && close(x.pabak, y.pabak));
                    prop_assert!(close(x.alpha, y.alpha));
                }
            }
            (a, b) => prop_assert_eq!(a.is_some(), b.is_some()),
        }
    }
}
