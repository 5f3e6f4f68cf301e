//! A listed person, a register loaded beside the list, and what screening says of the companies between them. All invented.

use crate::{Kashf, LoadRequest, NoProgress, Policy, Screener, ScreeningLine};
use kashf_screen::OWNERSHIP_RULES;
use kashf_trace::ownership::Rule;
use std::path::Path;

/// A person on a list, and one whom it only mentions.
const LIST: &str = concat!(
    r#"{"id":"l-1","schema":"Person","properties":{"name":["Nadir Exampleman"],"topics":["sanction"]},"referents":["old-l-1"]}"#,
    "\n",
    r#"{"id":"l-2","schema":"Person","properties":{"name":["Salma Exampleman"],"topics":["role.rca"]}}"#,
    "\n",
);

/// A register: the listed person holds 60 % of a holding, which holds half of a front; of another nobody knows how much.
const REGISTER: &str = concat!(
    r#"{"id":"r-hold","schema":"Company","properties":{"name":["Aerofabula Holding"]}}"#,
    "\n",
    r#"{"id":"r-front","schema":"Company","properties":{"name":["Fabulous Front Trading"]}}"#,
    "\n",
    r#"{"id":"r-maybe","schema":"Company","properties":{"name":["Perhaps Shipping Lines"]}}"#,
    "\n",
    r#"{"id":"r-free","schema":"Company","properties":{"name":["Harmless Bakery Works"]}}"#,
    "\n",
    r#"{"id":"o-1","schema":"Ownership","properties":{"owner":["old-l-1"],"asset":["r-hold"],"percentage":["60%"]}}"#,
    "\n",
    r#"{"id":"o-2","schema":"Ownership","properties":{"owner":["r-hold"],"asset":["r-front"],"percentage":["50"]}}"#,
    "\n",
    r#"{"id":"o-3","schema":"Ownership","properties":{"owner":["l-1"],"asset":["r-maybe"]}}"#,
    "\n",
    r#"{"id":"o-4","schema":"Ownership","properties":{"owner":["l-2"],"asset":["r-free"],"percentage":["100"]}}"#,
    "\n",
);

fn load(kashf: &Kashf, folder: &Path, name: &str, text: &str) {
    let file = folder.join(format!("{name}.ftm.json"));
    fs_err::write(&file, text).expect("a scratch directory takes a file");
    let request = LoadRequest {
        sources: vec![file.display().to_string()],
        name: Some(name.to_owned()),
        now: "2026-01-01T00:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    kashf.load(&request, &NoProgress).expect("it is sound");
}

fn screened(screener: &Screener, name: &str) -> ScreeningLine {
    screener.line_of("1", &screener.name(name, None, &Default::default()))
}

#[test]
fn a_company_that_listed_persons_own_is_answered_so() {
    let folder = tempfile::tempdir().expect("a scratch directory");
    let kashf = Kashf::open(folder.path().join("data")).expect("it opens");
    load(&kashf, folder.path(), "sanctions", LIST);
    load(&kashf, folder.path(), "register", REGISTER);
    let screener = kashf.screener().expect("there are lists");

    let line = screened(&screener, "Fabulous Front Trading");
    let found = &line.matches[0];
    assert!(
        found.is_match,
        "a company of a register is a match by its name"
    );
    let [owned] = &found.owned[..] else {
        panic!("one rule says something: {:?}", found.owned);
    };
    assert_eq!(
        (owned.rule.as_str(), owned.answer.as_str()),
        ("ofac_50", "owned")
    );
    assert_eq!(
        (owned.by.as_slice(), owned.share.least),
        (&["l-1".to_owned()][..], 50.0)
    );
    let steps: Vec<String> = owned
        .proof
        .iter()
        .map(|step| {
            let share = step.share.expect("a stake").least;
            format!(
                "{} {} {share} {}",
                step.owner, step.owned, step.statements[0].id
            )
        })
        .collect();
    assert_eq!(steps, ["l-1 r-hold 60 o-1", "r-hold r-front 50 o-2"]);
    assert_eq!(owned.proof[0].statements[0].dataset, "register");
    assert!(
        owned.en.contains("Nadir Exampleman hold 50 %"),
        "{}",
        owned.en
    );

    let maybe = screened(&screener, "Perhaps Shipping Lines");
    assert_eq!(maybe.matches[0].owned[0].answer, "possibly");
    for name in [
        "Harmless Bakery Works",
        "Nadir Exampleman",
        "Salma Exampleman",
    ] {
        let line = screened(&screener, name);
        assert!(
            line.matches.iter().all(|found| found.owned.is_empty()),
            "{name}"
        );
        let json = serde_json::to_string(&line).expect("plain values");
        assert!(
            !json.contains("owned"),
            "nothing to say leaves no trace: {json}"
        );
    }
}

#[test]
fn the_policy_says_which_rules_apply() {
    let mut names = Rule::names();
    names.sort_unstable();
    assert_eq!(names, OWNERSHIP_RULES);
    let lists = [("sanctions", LIST), ("register", REGISTER)].map(|(name, text)| {
        // Former ids are known through the snapshot's resolution, which lists in memory do not have.
        let text = text.replace("old-l-1\"],\"asset", "l-1\"],\"asset");
        let file = kashf_load::SourceFile::from_bytes("x.ftm.json", text.into_bytes());
        kashf_load::load(&[file], Some(name)).expect("it is sound")
    });
    let answers = |rules: &[&str]| {
        let mut policy = Policy::built_in();
        policy.ownership = rules.iter().map(|rule| (*rule).to_owned()).collect();
        let screener = Screener::in_memory(&lists, policy).expect("sound");
        let line = screened(&screener, "Fabulous Front Trading");
        let owned = line.matches[0].owned.iter();
        let said = owned.map(|owned| format!("{} {}", owned.rule, owned.answer));
        said.collect::<Vec<_>>()
    };
    assert_eq!(
        answers(&["uk", "eu", "ofac_50"]),
        ["eu owned", "ofac_50 owned"]
    );
    assert_eq!(answers(&["uk"]), [""; 0]);
    assert_eq!(answers(&[]), [""; 0]);
}
