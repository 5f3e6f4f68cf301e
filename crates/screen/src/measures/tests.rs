use super::*;
use kashf_core::{Statement, StatementView};

const LISTS: [&str; 8] = [
    "un_sc_sanctions",
    "us_ofac_sdn",
    "us_ofac_cons",
    "eu_fsf",
    "gb_fcdo_sanctions",
    "ca_dfatd_sema_sanctions",
    "ch_seco_sanctions",
    "au_dfat_sanctions",
];

fn said_of(sanction: &[Statement], listed: Listed<'_>) -> Vec<Listing> {
    let sanction: Vec<StatementView<'_>> = sanction.iter().map(StatementView::from).collect();
    listings_of(&sanction, listed)
}

fn sanction(dataset: &str, facts: &[(&str, &str)]) -> Vec<Statement> {
    let with_id = facts.iter().copied().chain([("entity", "x-1")]);
    with_id
        .map(|(prop, value)| Statement::new("x-1-sanction", "Sanction", prop, value, dataset))
        .collect()
}

fn of(dataset: &str, facts: &[(&str, &str)], schema: &str) -> Vec<Listing> {
    said_of(&sanction(dataset, facts), Listed { schema })
}

fn codes(listings: &[Listing]) -> Vec<&str> {
    let measures = listings.iter().flat_map(|listing| &listing.measures);
    measures.map(|measure| measure.code.as_str()).collect()
}

fn is_arabic(text: &str) -> bool {
    text.chars().any(|c| ('\u{600}'..'\u{700}').contains(&c))
}

#[test]
fn every_row_reads_and_has_a_source() {
    let table = measure_table();
    assert_eq!(table.defects, Vec::<String>::new());
    for row in &table.programmes {
        assert!(row.url.starts_with("http"), "{row:?}");
        assert!(!row.checked.is_empty() && !row.basis.is_empty(), "{row:?}");
    }
    for list in LISTS {
        assert!(table.list(list).is_some(), "{list}");
        assert!(
            table.programmes.iter().any(|row| row.list == list),
            "{list}"
        );
    }
}

#[test]
fn every_term_and_exemption_speaks_both_languages() {
    let table = measure_table();
    for term in table.terms.values() {
        let measure = &term.measure;
        assert!(
            !measure.en.is_empty() && !is_arabic(&measure.en),
            "{measure:?}"
        );
        assert!(is_arabic(&measure.ar), "{measure:?}");
    }
    for row in table.exemptions.values() {
        let exemption = &row.exemption;
        assert!(
            !exemption.en.is_empty() && is_arabic(&exemption.ar),
            "{exemption:?}"
        );
        assert!(!exemption.citation.is_empty(), "{exemption:?}");
    }
}

#[test]
fn what_does_not_block_never_sounds_like_a_freeze() {
    let table = measure_table();
    for term in table.terms.values() {
        let measure = &term.measure;
        if measure.blocking != Blocking::Yes {
            assert!(!measure.en.contains("asset freeze"), "{measure:?}");
        }
    }
    // A row without a blocking measure has no exemption to one either.
    for row in &table.programmes {
        let blocks = row.measures.iter().any(|code| {
            table
                .term(code)
                .is_some_and(|term| term.measure.blocking == Blocking::Yes)
        });
        let says_itself = ["ch_seco_sanctions", "gb_fcdo_sanctions"].contains(&row.list.as_str());
        assert!(
            blocks || says_itself || row.exemptions.is_empty(),
            "{row:?}"
        );
    }
}

#[test]
fn organisations_do_not_travel_and_exemptions_follow_freezes() {
    let person = of("un_sc_sanctions", &[("program", "Taliban")], "Person");
    assert_eq!(
        codes(&person),
        ["asset-freeze", "travel-ban", "arms-embargo"]
    );
    assert_eq!(person[0].exemptions.len(), 2);
    assert!(person[0].checked && person[0].source == Source::Kashf);
    let firm = of("un_sc_sanctions", &[("program", "Taliban")], "Organization");
    assert_eq!(codes(&firm), ["asset-freeze", "arms-embargo"]);
    let travel = of("un_sc_sanctions", &[("program", "GB")], "Person");
    assert_eq!(codes(&travel), ["travel-ban"]);
    assert!(travel[0].exemptions.is_empty());
    assert_eq!(blocking(&travel), Some(Blocking::No));
    let ended = of("un_sc_sanctions", &[("program", "Mali")], "Person");
    assert_eq!(ended[0].ended.as_deref(), Some("2023-08-31"));
}

#[test]
fn the_same_programme_blocks_on_one_list_and_not_on_the_other() {
    let programme = [("program", "UKRAINE-EO13662")];
    let sdn = of("us_ofac_sdn", &programme, "Organization");
    assert_eq!(blocking(&sdn), Some(Blocking::Yes));
    let directive = "Executive Order 13662 Directive Determination - Subject to Directive 1";
    let facts = [
        ("program", "UKRAINE-EO13662"),
        ("provisions", directive),
        (
            "provisions",
            "alt. Secondary sanctions risk: invented section",
        ),
    ];
    let sectoral = of("us_ofac_cons", &facts, "Organization");
    assert_eq!(
        codes(&sectoral),
        ["debt-equity", "secondary-sanctions", "sectoral"]
    );
    assert_eq!(blocking(&sectoral), Some(Blocking::No));
    assert_eq!(sectoral[0].source, Source::List);
    let said = sentences(&sectoral);
    assert_eq!(said[0], directive);
    assert!(
        said.iter().all(|text| !text.contains("asset freeze")),
        "{said:?}"
    );
    // On the SDN list the same words stand beside a freeze.
    assert_eq!(
        blocking(&of("us_ofac_sdn", &facts, "Organization")),
        Some(Blocking::Yes)
    );
}

#[test]
fn two_programmes_say_both() {
    let facts = [("program", "SDGT"), ("program", "NS-PLC")];
    let both = of("us_ofac_sdn", &facts, "Person");
    assert_eq!(codes(&both), ["asset-freeze", "reject"]);
    assert_eq!(blocking(&both), Some(Blocking::Yes));
}

#[test]
fn a_list_that_says_its_measures_is_not_added_to() {
    let regime = "The Russia (Sanctions) (EU Exit) Regulations 2019";
    let facts = [("program", regime), ("provisions", "Travel Ban")];
    let told = of("gb_fcdo_sanctions", &facts, "Person");
    assert_eq!(codes(&told), ["travel-ban"]);
    assert_eq!(blocking(&told), Some(Blocking::No));
    assert!(told[1].legal_basis[0].contains("2018"), "{told:?}");
    assert_eq!(sentences(&told), ["Travel Ban"]);
    // A derived copy names the regulations only.
    let copy = of("gb_fcdo_sanctions", &[("program", regime)], "LegalEntity");
    assert_eq!(codes(&copy), ["unknown"]);
    let words = [("program", regime), ("provisions", "Invented measure")];
    let unknown = of("gb_fcdo_sanctions", &words, "Person");
    assert_eq!(codes(&unknown), ["as-published"]);
    assert_eq!(blocking(&unknown), Some(Blocking::Unknown));
}

#[test]
fn what_nobody_knows_is_said_in_both_languages() {
    for listings in [
        of("invented_list", &[("program", "INVENTED")], "Person"),
        of("us_ofac_cons", &[("program", "INVENTED-EO1")], "Person"),
        of(
            "ca_dfatd_sema_sanctions",
            &[("program", "Iran"), ("reason", "Schedule 7, item 1")],
            "Person",
        ),
        vec![unknown_listing(
            "invented_list",
            Listed { schema: "Person" },
        )],
    ] {
        assert_eq!(codes(&listings), ["unknown"]);
        assert_eq!(blocking(&listings), Some(Blocking::Unknown));
        assert!(is_arabic(&listings[0].measures[0].ar));
        assert!(sentences(&listings)[0].contains("ask the publisher"));
    }
}

#[test]
fn canadian_schedules_are_told_apart() {
    let of = |country, place| {
        let facts = [("program", country), ("reason", place)];
        let listings = of("ca_dfatd_sema_sanctions", &facts, "Organization");
        codes(&listings).join(",")
    };
    let russia = "Russia / Russie";
    assert_eq!(of(russia, "Schedule 1, Part 2, item 9"), "asset-freeze");
    assert_eq!(of(russia, "Schedule 1.1, item 9"), "ship-services");
    assert_eq!(of(russia, "Schedule 3, item 9"), "debt-equity");
    assert_eq!(of(russia, "Schedule 8, item 9"), "unknown");
    assert_eq!(
        of("Sudan / Soudan", "Schedule, Part 1, item 9"),
        "asset-freeze"
    );
}

#[test]
fn a_programme_of_a_foreign_list_is_found_by_its_id() {
    let facts = [("program", "Invented words"), ("programId", "UN-SC1988")];
    let listings = of("some_collection", &facts, "Organization");
    assert_eq!(codes(&listings), ["asset-freeze", "arms-embargo"]);
    assert_eq!(listings[0].programme.as_deref(), Some("Invented words"));
    // What the list says itself is not added to.
    let facts = [("programId", "UN-SC1988"), ("provisions", "Port entry ban")];
    assert_eq!(
        codes(&of("some_collection", &facts, "Vessel")),
        ["port-entry"]
    );
}

#[test]
fn our_own_statements_are_not_the_lists_words() {
    let mut statements = sanction(
        "un_sc_sanctions",
        &[("program", "GB"), ("provisions", "asset freeze")],
    );
    statements[1].origin = Some("kashf: an older table".to_owned());
    let listings = said_of(&statements, Listed { schema: "Person" });
    assert_eq!(codes(&listings), ["travel-ban"]);
}
