//! Laws of names: idempotent, symmetric, bounded, blind to Unicode forms, never a panic.

use std::time::Instant;

use kashf_text::{
    NameKind, NameTokenRef, block_keys, compare, compare_names, prepare, token_similarity,
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

const KINDS: [NameKind; 4] = [
    NameKind::Person,
    NameKind::Organization,
    NameKind::Vessel,
    NameKind::Unknown,
];

fn kind() -> impl Strategy<Value = NameKind> {
    (0_usize..4).prop_map(|index| KINDS[index])
}

/// Words that names are made of, in several scripts, with the small words that rules turn on.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "al",
            "bin",
            "Abu",
            "Abd",
            "al-Din",
            "Dr.",
            "O'",
            "M/V",
            "Ltd",
            "GmbH",
            "Trading",
            "7",
            "08",
            "VII",
            "J.",
            "de",
            "Nur",
            "Hasan",
            "Husayn",
            "Muhammad",
            "Benali",
            "Abdulkarim",
            "محمد",
            "عبد",
            "الله",
            "ابو",
            "بن",
            "نور",
            "الدين",
            "حسین",
            "Иван",
            "оглы",
            "Мария",
            "Γιώργος",
            "משה",
            "김정은",
            "李明",
            "タロウ",
            "შოთა",
            "Արամ",
            "สมชาย",
            "ООО",
            "ش.م.م",
            ",",
            "&",
            "İstanbul",
            "Straße",
            "Ḥusayn",
            "Şaban",
            "Çelik",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z]{1,12}",
        "[\u{627}-\u{64A}]{1,8}",
        "[\u{430}-\u{44F}]{1,10}",
        // Look-alikes of several alphabets, letters that leave no doubt, a mark that composes.
        "[aceopxhdzHI\u{430}\u{435}\u{43E}\u{442}\u{436}\u{3B1}\u{3B7}\u{3C9}\u{585}\u{17000}\u{301}]{1,5}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(word(), 1..7).prop_map(|words| words.join(" ")),
        1 => "\\PC{0,40}",
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn preparing_the_exact_form_changes_nothing(name in name(), kind in kind()) {
        let once = prepare(&name, kind);
        let twice = prepare(&once.exact, kind);
        prop_assert_eq!(&once.exact, &twice.exact);
        prop_assert_eq!(&once.tokens, &twice.tokens);
    }

    #[test]
    fn a_token_follows_from_text_script_and_class(a in name(), b in name(), kind in kind()) {
        let (a, b) = (prepare(&a, kind), prepare(&b, kind));
        for x in &a.tokens {
            for y in &b.tokens {
                if x.token == y.token {
                    prop_assert_eq!(&x.token.sound, &y.token.sound);
                    prop_assert_eq!(x.token.weight, y.token.weight);
                }
            }
        }
    }

    #[test]
    fn similarity_is_symmetric_and_bounded(a in name(), b in name(), kind in kind()) {
        let (a, b) = (prepare(&a, kind), prepare(&b, kind));
        let there = compare(&a.token_refs(), &b.token_refs(), kind);
        let back = compare(&b.token_refs(), &a.token_refs(), kind);
        prop_assert!(there.similarity <= 1000);
        prop_assert_eq!(there.similarity, back.similarity);
        for x in &a.tokens {
            for y in &b.tokens {
                let score = token_similarity(x.token.as_ref(), y.token.as_ref());
                prop_assert!(score.thousandths <= 1000);
                prop_assert_eq!(score, token_similarity(y.token.as_ref(), x.token.as_ref()));
            }
        }
    }

    #[test]
    fn every_token_is_in_one_pair_or_extra(a in name(), b in name(), kind in kind()) {
        let (a, b) = (prepare(&a, kind), prepare(&b, kind));
        let alignment = compare(&a.token_refs(), &b.token_refs(), kind);
        let mut query: Vec<usize> = alignment.pairs.iter().flat_map(|p| p.query.clone()).collect();
        query.extend(&alignment.extra_query);
        query.sort_unstable();
        prop_assert_eq!(query, (0..a.tokens.len()).collect::<Vec<_>>());
        let mut candidate: Vec<usize> =
            alignment.pairs.iter().flat_map(|p| p.candidate.clone()).collect();
        candidate.extend(&alignment.extra_candidate);
        candidate.sort_unstable();
        prop_assert_eq!(candidate, (0..b.tokens.len()).collect::<Vec<_>>());
    }

    #[test]
    fn a_name_is_itself(name in name(), kind in kind()) {
        let prepared = prepare(&name, kind);
        let expected = if prepared.tokens.is_empty() { 0 } else { 1000 };
        let tokens = prepared.token_refs();
        prop_assert_eq!(compare(&tokens, &tokens, kind).similarity, expected);
    }

    #[test]
    fn unicode_forms_change_nothing(words in prop::collection::vec(word(), 1..6), kind in kind()) {
        let name = words.join(" ");
        let plain = prepare(&name, kind);
        let composed: String = name.nfc().collect();
        let decomposed: String = name.nfd().collect();
        let compatible: String = name.nfkd().collect();
        for form in [composed, decomposed, compatible] {
            let prepared = prepare(&form, kind);
            prop_assert_eq!(&plain.exact, &prepared.exact);
            prop_assert_eq!(&plain.tokens, &prepared.tokens);
        }
    }

    #[test]
    fn block_keys_are_few_and_sorted(name in name(), kind in kind()) {
        for token in prepare(&name, kind).tokens {
            let mut keys = Vec::new();
            block_keys(token.token.as_ref(), &mut keys);
            prop_assert!(keys.len() <= 48, "{} keys", keys.len());
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn long_input_is_cut_and_says_so(text in prop::collection::vec(any::<char>(), 20_000..100_000), kind in kind()) {
        let name: String = text.into_iter().collect();
        let prepared = prepare(&name, kind);
        prop_assert!(prepared.exact.chars().count() <= kashf_text::MAX_NAME_CHARS);
        prop_assert!(prepared.truncated);
        let tokens: Vec<NameTokenRef<'_>> = prepared.token_refs();
        let _ = compare(&tokens, &tokens, kind);
    }
}

#[test]
fn hostile_names_take_bounded_time() {
    let mut names = vec!["a".repeat(512), "a b".repeat(170), "Muhammad ".repeat(56)];
    names.push("محمد ".repeat(100));
    names.push(
        ('a'..='z')
            .cycle()
            .enumerate()
            .flat_map(|(i, c)| [c, if i % 3 == 0 { ' ' } else { 'e' }])
            .take(512)
            .collect(),
    );
    for a in &names {
        for b in &names {
            let start = Instant::now();
            let alignment = compare_names(a, b, NameKind::Person);
            assert!(alignment.similarity <= 1000);
            // The promise is 1 ms in the release build; here there is no optimiser to speak of and
            // the machine is shared.
            assert!(start.elapsed().as_millis() < 1000, "{:?}", start.elapsed());
        }
    }
}
