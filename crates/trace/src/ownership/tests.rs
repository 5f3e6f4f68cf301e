//! Against a naive fixpoint on small random graphs, and the examples that authorities give.

use super::*;
use crate::{Link, LinkKind, Links, Network, NetworkBuilder, Party, Share};
use proptest::prelude::*;

const DAY: i32 = 20_000;

/// `owner owned share`, a line each; a share is `50`, `25.5`, `25-50` or `?`; `control` and `directs` are links of their kinds.
fn network(lines: &str) -> Network {
    let mut builder = NetworkBuilder::default();
    for (number, line) in (0..).zip(lines.lines().filter(|line| !line.trim().is_empty())) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [owner, owned, share] = words[..] else {
            panic!("three words: {line}");
        };
        let hundredths = |text: &str| (text.parse::<f64>().expect("a number") * 100.0) as u16;
        let (kind, share) = match share {
            "control" => (LinkKind::Control, Share::UNKNOWN),
            "directs" => (LinkKind::Directorship, Share::UNKNOWN),
            "?" => (LinkKind::Ownership, Share::UNKNOWN),
            text => {
                let (least, most) = text.split_once('-').unwrap_or((text, text));
                let (least, most) = (hundredths(least), hundredths(most));
                (LinkKind::Ownership, Share { least, most })
            }
        };
        builder
            .link((owner, owned), kind, share, (None, None), number)
            .expect("few");
    }
    builder.finish()
}

fn stakes(network: &Network) -> Stakes<'_> {
    // It fits: few.
    let parties = network.parties().len() as u32;
    Stakes::new(parties, network.links(), DAY, Repeats::Statements)
}

/// What a rule says of a party when `listed` (words apart) are listed; its proof is checked.
fn says(rule: &str, network: &Network, listed: &str, party: &str) -> &'static str {
    let of = |reference: &str| network.parties().find(reference).expect("it stands");
    let listed: Vec<Party> = listed.split_whitespace().map(of).collect();
    let stakes = stakes(network);
    let owned = Owned::find(&stakes, &listed, Rule::on(rule, DAY).expect("known"));
    let party = of(party);
    if let Some(proof) = owned.proof(&stakes, party) {
        proof
            .check(network.links(), |party| listed.contains(&party))
            .expect("sound");
    }
    owned.standing(party).word()
}

#[test]
fn the_examples_of_faq_401() {
    // Source: OFAC FAQ 401.
    let one = network("x a 50\na b 50");
    assert_eq!(says("ofac_50", &one, "x", "b"), "owned");
    let two = network("x a 50\nx b 50\na c 25\nb c 25");
    assert_eq!(says("ofac_50", &two, "x", "c"), "owned");
    let three = network("x a 50\nx b 10\na b 40");
    assert_eq!(says("ofac_50", &three, "x", "b"), "owned");
    let minority = network("x a 25\nx b 25\na c 50\nb c 50");
    assert_eq!(says("ofac_50", &minority, "x", "c"), "not");
    let aggregated = network("x a 25\ny a 25");
    assert_eq!(says("ofac_50", &aggregated, "x y", "a"), "owned");
}

#[test]
fn rules_are_not_mixed() {
    let half = network("x a 50");
    let of = |rule| says(rule, &half, "x", "a");
    assert_eq!(
        (of("ofac_50"), of("eu"), of("uk")),
        ("owned", "owned", "not")
    );
    let two = network("x a 30\ny a 30");
    let of = |rule| says(rule, &two, "x y", "a");
    assert_eq!(
        (of("ofac_50"), of("eu"), of("uk")),
        ("owned", "owned", "not")
    );
    let control = network("x a control\na b 51");
    let of = |rule| says(rule, &control, "x", "b");
    assert_eq!(
        (of("ofac_50"), of("eu"), of("uk")),
        ("not", "owned", "owned")
    );
    let sign = network("x a directs\na b 51");
    let of = |rule| (says(rule, &sign, "x", "a"), says(rule, &sign, "x", "b"));
    assert_eq!(of("ofac_50"), ("not", "not"));
    assert_eq!(
        (of("eu"), of("uk")),
        (("possibly", "not"), ("possibly", "not"))
    );
}

#[test]
fn what_is_not_known_makes_an_answer_possible() {
    let of = |lines: &str| says("ofac_50", &network(lines), "x", "a");
    assert_eq!(of("x a ?"), "possibly");
    assert_eq!(of("x a 25-50"), "possibly");
    assert_eq!(of("x a 25-49.99"), "not");
    assert_eq!(of("x a 50-75"), "owned");
    assert_eq!(of("x a ?\nother a 51"), "not", "no more than 49 % is left");
    assert_eq!(of("x b ?\nb a 50"), "possibly");
    assert_eq!(
        of("x a ?\nx a 60"),
        "owned",
        "one source knows, the other does not"
    );
    assert_eq!(
        of("x a 30\nx a 60"),
        "possibly",
        "sources contradict each other"
    );
}

#[test]
fn lots_add_up_and_statements_do_not() {
    let network = network("x a 25\nx a 30");
    let x = network.parties().find("x").expect("it stands");
    let a = network.parties().find("a").expect("it stands");
    let share = |repeats| Stakes::new(2, network.links(), DAY, repeats).share(x, a);
    assert_eq!(share(Repeats::Lots), Some(Share::exactly(5_500)));
    let both = Share {
        least: 2_500,
        most: 3_000,
    };
    assert_eq!(share(Repeats::Statements), Some(both));
}

#[test]
fn only_what_stands_on_the_day_counts() {
    let mut builder = NetworkBuilder::default();
    let all = Share::exactly(10_000);
    builder
        .link(
            ("x", "a"),
            LinkKind::Ownership,
            all,
            (Some(10), Some(20)),
            0,
        )
        .expect("few");
    let network = builder.finish();
    let (a, x) = (0, 1);
    for (day, standing) in [
        (9, Standing::Not),
        (10, Standing::Owned),
        (20, Standing::Owned),
        (21, Standing::Not),
    ] {
        let stakes = Stakes::new(2, network.links(), day, Repeats::Statements);
        let owned = Owned::find(&stakes, &[x], Rule::on("ofac_50", DAY).expect("known"));
        assert_eq!(owned.standing(a), standing, "on day {day}");
    }
}

#[test]
fn findings_carry_the_links_of_the_proof() {
    let network = network("x a 60\na b ?\nx c directs");
    let of = |reference: &str| network.parties().find(reference).expect("it stands");
    let mut question = OwnedQuestion {
        listed: vec![of("x")],
        of: None,
        rules: vec!["ofac_50".to_owned(), "uk".to_owned()],
        day: DAY,
        repeats: Repeats::Statements,
    };
    let found = find(&network, &question).expect("known rules");
    let said: Vec<String> = found
        .findings
        .iter()
        .map(|finding| {
            let words = finding.facts.iter().filter_map(|fact| match fact {
                crate::Fact::Word(_, word) => Some(*word),
                _ => None,
            });
            let words: Vec<&str> = words.collect();
            let parties = finding
                .parties
                .iter()
                .map(|party| network.parties().reference(*party));
            format!(
                "{} {} {}",
                parties.collect::<Vec<_>>().join(">"),
                words.join(" "),
                finding.hops.len()
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "x>a ofac_50 owned stake 1",
            "x>a uk owned stake 1",
            "x>a>b ofac_50 possibly stake 2",
            "x>a>b uk possibly stake 2",
            "x>c uk possibly sign 1",
        ]
    );
    question.of = Some(vec![of("b")]);
    assert_eq!(
        find(&network, &question)
            .expect("known rules")
            .findings
            .len(),
        2
    );
    question.rules = vec!["of one's own".to_owned()];
    assert!(find(&network, &question).is_err());
}

#[test]
fn a_broken_proof_is_found() {
    let network = network("x a 50\na b 50\ny b 1");
    let of = |reference: &str| network.parties().find(reference).expect("it stands");
    let (x, b) = (of("x"), of("b"));
    let stakes = stakes(&network);
    let owned = Owned::find(&stakes, &[x], Rule::on("ofac_50", DAY).expect("known"));
    let proof = owned.proof(&stakes, b).expect("owned");
    assert_eq!(proof.by(), [x]);
    assert_eq!(proof.hops(network.links()).len(), 2);
    let check = |change: &dyn Fn(&mut Proof)| {
        let mut proof = proof.clone();
        change(&mut proof);
        proof.check(network.links(), |party| party == x)
    };
    assert_eq!(check(&|_| ()), Ok(()));
    assert_eq!(check(&|proof| proof.steps.swap(0, 1)), Err(Flaw::Owner(0)));
    assert_eq!(check(&|proof| proof.steps.truncate(1)), Err(Flaw::End));
    assert_eq!(
        check(&|proof| proof.steps[1].links.clear()),
        Err(Flaw::Link(1))
    );
    assert_eq!(
        check(&|proof| proof.steps[1].share = Share::exactly(9_000)),
        Err(Flaw::Link(1))
    );
    assert_eq!(
        check(&|proof| proof.steps[1].sum = Share::exactly(9_000)),
        Err(Flaw::Sum(1))
    );
    assert_eq!(
        check(&|proof| {
            let again = proof.steps[0].clone();
            proof.steps.insert(1, again);
        }),
        Err(Flaw::Again(1))
    );
}

/// Who is owned, by going over all links until nothing changes.
fn naive(links: &[Link], parties: Party, start: &[Party], rule: &Rule, most: bool) -> Vec<bool> {
    let mut member: Vec<bool> = (0..parties).map(|party| start.contains(&party)).collect();
    loop {
        let mut changed = false;
        for party in 0..parties {
            let of_it = |link: &&Link| link.to == party && link.kind == LinkKind::Ownership;
            let held = links.iter().filter(of_it).filter(|link| link.from != party);
            let (mut least, mut possible, mut others) = (0_u32, 0_u32, 0_u32);
            for link in held {
                if member[link.from as usize] {
                    least += u32::from(link.share.least);
                    possible += u32::from(link.share.most);
                } else {
                    others += u32::from(link.share.least);
                }
            }
            possible = possible.min(10_000_u32.saturating_sub(others).max(least));
            let sum = if most { possible } else { least };
            let controlled = links.iter().any(|link| {
                link.to == party && rule.control.contains(&link.kind) && member[link.from as usize]
            });
            let joins = controlled || rule.reached(u16::try_from(sum).unwrap_or(u16::MAX));
            if joins && !member[party as usize] {
                member[party as usize] = true;
                changed = true;
            }
        }
        if !changed {
            return member;
        }
    }
}

fn any_links() -> impl Strategy<Value = Vec<Link>> {
    let share = prop_oneof![
        (0_u16..=100).prop_map(|percent| Share::exactly(percent * 100)),
        (0_u16..=100, 0_u16..=100).prop_map(|(one, other)| Share {
            least: one.min(other) * 100,
            most: one.max(other) * 100,
        }),
    ];
    let kind = prop_oneof![
        8 => Just(LinkKind::Ownership),
        1 => Just(LinkKind::Control),
        1 => Just(LinkKind::Directorship),
    ];
    let link = (0_u32..9, 0_u32..9, kind, share).prop_map(|(from, to, kind, share)| Link {
        from,
        to,
        kind,
        share,
        since: i32::MIN,
        until: i32::MAX,
        source: 0,
    });
    prop::collection::vec(link, 0..24).prop_map(|mut links| {
        // One statement a pair and kind: what repeats mean is tested above.
        links.sort_unstable();
        links.dedup_by_key(|link| (link.from, link.to, link.kind));
        links
    })
}

proptest! {
    #[test]
    fn closures_are_the_least_fixpoint_and_proofs_are_sound(
        links in any_links(),
        listed in prop::collection::btree_set(0_u32..9, 0..4),
    ) {
        let listed: Vec<Party> = listed.into_iter().collect();
        let built = Links::new(9, links.clone()).expect("few");
        let stakes = Stakes::new(9, &built, DAY, Repeats::Statements);
        for name in Rule::names() {
            let rule = Rule::on(name, DAY).expect("known");
            let owned = Owned::find(&stakes, &listed, rule);
            let starts: Vec<Vec<Party>> = match rule.aggregation {
                Aggregation::Together => vec![listed.clone()],
                Aggregation::Alone => listed.iter().map(|person| vec![*person]).collect(),
            };
            for party in 0..9 {
                let mut expected = Standing::Not;
                for start in &starts {
                    let sign = links.iter().any(|link| link.to == party && link.from != party
                        && start.contains(&link.from) && rule.signs.contains(&link.kind));
                    if sign || naive(&links, 9, start, rule, true)[party as usize] {
                        expected = expected.max(Standing::Possibly);
                    }
                    if naive(&links, 9, start, rule, false)[party as usize] {
                        expected = expected.max(Standing::Owned);
                    }
                }
                if listed.contains(&party) {
                    expected = Standing::Listed;
                }
                prop_assert_eq!(owned.standing(party), expected, "{} of {}", name, party);
                let proof = owned.proof(&stakes, party);
                prop_assert_eq!(proof.is_some(), matches!(expected, Standing::Owned | Standing::Possibly));
                if let Some(proof) = proof {
                    prop_assert_eq!(proof.check(&built, |party| listed.contains(&party)), Ok(()), "{:?}", proof);
                    prop_assert!(proof.by().iter().all(|party| listed.contains(party)));
                    prop_assert_eq!((proof.standing, proof.party), (expected, party));
                }
                for (person, standing) in owned.persons(party) {
                    let proof = owned.proof_by(&stakes, party, person).expect("there is one");
                    prop_assert_eq!((proof.by(), proof.standing), (vec![person], standing));
                    prop_assert_eq!(proof.check(&built, |party| listed.contains(&party)), Ok(()));
                }
            }
        }
    }

    /// Against a thousand rounds of floats; exact shares that are scaled to 100 % where they are more.
    #[test]
    fn economic_bounds_hold_the_truth(
        links in any_links(),
        owners in prop::collection::btree_set(0_u32..9, 0..3),
    ) {
        let owners: Vec<Party> = owners.into_iter().collect();
        let built = Links::new(9, links.clone()).expect("few");
        let stakes = Stakes::new(9, &built, DAY, Repeats::Statements);
        let economic = Economic::of(&stakes, &owners);
        for most in [false, true] {
            // Every unknown share at its least, or, as far as there is room, at its most in the order of links: both are possible.
            let mut shares: Vec<(Party, Party, f64)> = Vec::new();
            for owned in 0..9_u32 {
                let of_it: Vec<&Link> = links.iter().filter(|link| link.to == owned && link.from != owned
                    && link.kind == LinkKind::Ownership).collect();
                let least: f64 = of_it.iter().map(|link| f64::from(link.share.least)).sum();
                let mut room = (10_000.0 - least).max(0.0);
                for link in of_it {
                    let more = f64::from(link.share.most - link.share.least).min(room);
                    let more = if most { more } else { 0.0 };
                    room -= more;
                    shares.push((link.from, owned, (f64::from(link.share.least) + more) / least.max(10_000.0)));
                }
            }
            let mut part = [0.0_f64; 9];
            for _ in 0..4_000 {
                let mut next = [0.0_f64; 9];
                for (from, to, share) in &shares {
                    next[*to as usize] += share * part[*from as usize];
                }
                for owner in &owners {
                    next[*owner as usize] = 1.0;
                }
                part = next;
            }
            for party in 0..9_u32 {
                let share = economic.share(party);
                let truth = part[party as usize] * 10_000.0;
                prop_assert!(f64::from(share.least) <= truth + 0.61 && truth <= f64::from(share.most) + 0.61,
                    "party {} has {} and not {:?}", party, truth, share);
            }
        }
    }

    /// Where all shares are known and outsiders hold something of every company, the figure is one.
    #[test]
    fn known_shares_give_one_figure(pairs in prop::collection::vec((0_u32..9, 0_u32..9, 1_u16..=45), 0..20)) {
        let mut links: Vec<Link> = pairs.into_iter().map(|(from, to, percent)| Link {
            from, to, kind: LinkKind::Ownership, share: Share::exactly(percent * 100),
            since: i32::MIN, until: i32::MAX, source: 0,
        }).collect();
        links.sort_unstable();
        links.dedup_by_key(|link| (link.from, link.to));
        let mut held = [0_u16; 9];
        links.retain(|link| {
            let sum = &mut held[link.to as usize];
            let fits = *sum + link.share.least <= 9_000;
            *sum += if fits { link.share.least } else { 0 };
            fits
        });
        let built = Links::new(9, links).expect("few");
        let stakes = Stakes::new(9, &built, DAY, Repeats::Statements);
        for (party, share) in Economic::of(&stakes, &[0]).all() {
            prop_assert_eq!(share.least, share.most, "party {}", party);
        }
    }
}
