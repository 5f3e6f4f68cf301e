//! The other verbs: loading, lists, pairs, explain, snapshots, settings.

use crate::desk::{Desk, fixture};

#[test]
fn loading_says_what_it_found_and_nothing_new_the_second_time() {
    let desk = Desk::empty();
    let list = fixture("example_list.ftm.json");
    let arguments = ["load", list.to_str().unwrap()];
    let first = desk.run(&arguments);
    assert_eq!(first.code, 0, "{}", first.stderr);
    // The snapshot id depends on the program's tables; the rest does not.
    let id = first
        .stdout
        .split_whitespace()
        .find(|word| word.len() == 64)
        .unwrap();
    insta::assert_snapshot!(first.stdout.replace(id, "[id]"), @r"
    example_list  a list of your own
      version       c0f9f113  as of not stated
      records       4: Person 2, Company 1, Vessel 1
      entities      4: Person 2, Company 1, Vessel 1
      names         6: Latin 5, Arabic 1
      self-find     6 names lead to their own entry
      problems      0
      not held      0
      licence       not known: a list of your own

    snapshot [id] is live
    ");
    let second = desk.run(&arguments);
    assert_eq!(second.code, 0);
    assert!(
        second.stdout.contains("nothing new: snapshot"),
        "{}",
        second.stdout
    );
    assert!(
        second.stdout.contains("these bytes are loaded already"),
        "{}",
        second.stdout
    );
    assert_eq!(desk.run(&["snapshots"]).stdout.matches("live").count(), 1);
}

#[test]
fn a_known_dataset_without_a_file_names_the_url_and_the_remedy() {
    let desk = Desk::empty();
    let ran = desk.run(&["load", "un"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(ran.stderr, @r"
    kashf: error: un_sc_sanctions is not fetched: fetching is switched off (KASHF_OFFLINE=1)
      nothing of un_sc_sanctions is loaded: nobody is screened against it
    hint: download https://scsanctions.un.org/resources/xml/en/consolidated.xml elsewhere and load it with: kashf load un --file PATH
    ");
    assert_eq!(desk.run(&["load", "eu"]).code, 2);
    let ran = desk.run(&["load", "moon"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("neither a known dataset nor a file"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_refused_version_leaves_the_live_one_alone() {
    let desk = Desk::loaded();
    let before = desk.run(&["lists", "--json"]).json();
    assert_eq!(before[0]["last_refusal"], serde_json::Value::Null);
    let page = desk.write(
        "example_list.ftm.json",
        "<!doctype html><title>Sign in</title>",
    );
    let ran = desk.run(&["load", &page]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("this is a web page"), "{}", ran.stderr);
    let lists = || desk.run(&["lists", "--json"]).json();
    assert_eq!(
        lists()[0]["last_refusal"],
        serde_json::Value::Null,
        "which list was meant is not known"
    );
    assert_eq!(
        desk.run(&["load", "--as", "example_list", "--file", &page])
            .code,
        2
    );
    assert!(
        lists()[0]["last_refusal"]["reason"]
            .as_str()
            .unwrap()
            .contains("web page")
    );
    let cut = desk.write(
        "example_list.ftm.json",
        "{\"id\":\"ex-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Nadir",
    );
    let ran = desk.run(&["load", &cut]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    let after = desk.run(&["lists", "--json"]).json();
    assert_eq!(after[0]["version"], before[0]["version"]);
    assert_eq!(after[0]["records"], before[0]["records"]);
}

#[test]
fn lists_have_the_fields_of_the_contract() {
    let desk = Desk::loaded();
    let ran = desk.run(&["lists", "--json"]);
    let lists = ran.json();
    let keys: Vec<&String> = lists[0].as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "dataset",
            "title",
            "publisher",
            "licence",
            "version",
            "as_of",
            "loaded_at",
            "records",
            "entities",
            "by_schema",
            "names_by_script",
            "status",
            "last_refusal"
        ]
    );
    assert_eq!(lists[0]["records"], 4);
    assert_eq!(lists[0]["by_schema"]["Person"], 2);
    assert_eq!(Desk::empty().run(&["lists", "--json"]).stdout, "");
}

#[test]
fn two_lists_live_side_by_side_and_roll_back() {
    let desk = Desk::loaded();
    let other =
        "{\"id\":\"o-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Otilie Andrový\"]}}\n";
    let file = desk.write("whatever.json", other);
    let ran = desk.run(&["load", "--file", &file, "--as", "other_list"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let found = desk.run(&["screen", "Otilie Androvy", "--json"]).json();
    assert_eq!(
        found[0]["matches"][0]["datasets"],
        serde_json::json!(["other_list"])
    );
    let found = desk
        .run(&[
            "screen",
            "Otilie Androvy",
            "--json",
            "--dataset",
            "example_list",
        ])
        .json();
    assert_eq!(found[0]["matches"], serde_json::json!([]));

    let snapshots = desk.run(&["snapshots"]).stdout;
    let old = snapshots
        .lines()
        .filter(|line| !line.starts_with(' '))
        .find(|line| !line.contains("live"));
    assert_eq!(
        desk.run(&["snapshots", "roll-back", &old.unwrap()[..12]])
            .code,
        0
    );
    assert_eq!(desk.run(&["lists", "--json"]).json().len(), 1);
    assert_eq!(desk.run(&["snapshots", "prune", "--keep", "1"]).code, 0);
    assert_eq!(desk.run(&["verify"]).code, 0);
}

#[test]
fn verify_finds_a_changed_byte() {
    let desk = Desk::loaded();
    let segments = desk.path("data/segments");
    let segment = fs_err::read_dir(segments)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let largest = fs_err::read_dir(segment)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|path| !path.ends_with(".stamps"))
        .max_by_key(|p| p.metadata().unwrap().len());
    let path = largest.unwrap();
    let mut bytes = fs_err::read(&path).unwrap();
    bytes[0] ^= 1;
    let mut permissions = fs_err::metadata(&path).unwrap().permissions();
    #[expect(
        clippy::permissions_set_readonly_false,
        reason = "the file lies in a directory of this test"
    )]
    permissions.set_readonly(false);
    fs_err::set_permissions(&path, permissions).unwrap();
    fs_err::write(&path, bytes).unwrap();
    let ran = desk.run(&["verify"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("NOT as published"), "{}", ran.stdout);
    let ran = desk.run(&["screen", "Nadir Exampleman"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("altered"), "{}", ran.stderr);
}

#[test]
fn pairs_keep_rows_columns_and_order() {
    let desk = Desk::empty();
    let text = "note,schema,name1,name2,is_match\n\
        a,Person,Nadir Exampleman,Nadir Exampleman,true\n\
        \"b, quoted\",Person,Nadir Exampleman,Zuleika Provesen,false\n\
        c,,,Zuleika Provesen,false\n\
        d,Person\n";
    let file = desk.write("pairs.csv", text);
    let ran = desk.run(&["pairs", &file]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut reader = csv::Reader::from_reader(ran.stdout.as_bytes());
    assert_eq!(
        reader.headers().unwrap(),
        vec!["note", "schema", "name1", "name2", "is_match", "score"]
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let notes: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(notes, ["a", "b, quoted", "c", "d"]);
    for row in &rows {
        assert!(row[5].parse::<f64>().is_ok(), "{row:?}");
    }
    assert!(
        ran.stderr
            .contains("precision 1.0000  recall 1.0000  F1 1.0000"),
        "{}",
        ran.stderr
    );
    let ran = desk.run(&["pairs", &file, "--out", "scored.csv"]);
    assert!(ran.stdout.contains("precision"), "{}", ran.stdout);
    let wrong = desk.write("wrong.csv", "a,b\n1,2\n");
    assert_eq!(desk.run(&["pairs", &wrong]).code, 2);
}

#[test]
fn names_are_laid_side_by_side() {
    let desk = Desk::empty();
    let ran = desk.run(&["explain", "Exampleman, Nadir", "Nadir Exampleman"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for token in ["nadir", "exampleman", "1.000"] {
        assert!(ran.stdout.contains(token), "{}", ran.stdout);
    }
    assert_eq!(desk.run(&["explain", "a", "b", "--schema", "Moon"]).code, 2);
}

#[test]
fn settings_say_where_they_come_from() {
    let desk = Desk::empty();
    let config = desk.run(&["config"]).stdout;
    assert!(config.contains("(KASHF_DATA, not there yet)"), "{config}");
    let config = desk.run(&["--data", "elsewhere", "config"]).stdout;
    assert!(
        config.starts_with("data = elsewhere  (--data, not there yet)"),
        "{config}"
    );
    let mut command = desk.command(&["config"]);
    let output = command
        .env("KASHF_DATA", "")
        .env("HOME", desk.path("home"))
        .output()
        .unwrap();
    let config = String::from_utf8(output.stdout).unwrap();
    assert!(
        config.contains("kashf  (default (from HOME), not there yet)"),
        "{config}"
    );
    let policy = desk.run(&["policy", "show"]).stdout;
    assert!(policy.starts_with("# policy id: "), "{policy}");
    fs_err::create_dir(desk.path("data")).unwrap();
    desk.write("data/policy.toml", &policy);
    let again = desk.run(&["policy", "show"]).stdout;
    assert_eq!(
        policy.lines().next(),
        again.lines().next(),
        "shown and read back it is the same policy"
    );
    desk.write("data/policy.toml", "colour = 3\n");
    let ran = desk.run(&["policy", "show"]);
    assert_eq!(ran.code, 2, "a wrong policy has no fallback");
    assert!(ran.stderr.contains("hint: "), "{}", ran.stderr);
}

#[test]
fn help_names_every_command_and_completions_are_made() {
    let desk = Desk::empty();
    let help = desk.run(&["--help"]).stdout;
    for command in [
        "demo",
        "load",
        "lists",
        "screen",
        "pairs",
        "explain",
        "policy",
        "bench",
        "verify",
        "snapshots",
        "licences",
        "config",
        "completions",
    ] {
        assert!(help.contains(command), "{command}");
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(desk.run(&["completions", shell]).stdout.contains("kashf"));
    }
    assert_eq!(
        desk.run(&["serve"]).code,
        2,
        "commands of later versions are not known"
    );
    assert!(desk.run(&["licences"]).stdout.contains("un_sc_sanctions"));
}

#[test]
fn the_demo_fits_a_screen_and_leaves_nothing_behind() {
    let desk = Desk::empty();
    let mut command = desk.command(&["demo"]);
    command.env_remove("KASHF_DATA").env_remove("HOME");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(fs_err::read_dir(desk.path("")).unwrap().count(), 0);
    assert!(text.lines().count() <= 60, "{} lines", text.lines().count());
    for line in text.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 100, "{line}");
    }
    assert!(
        !text.contains('\u{1b}') && !text.contains('\u{2068}'),
        "plain in a pipe"
    );
}

#[test]
fn the_demo_finds_whom_its_authors_judged_to_be_listed() {
    let desk = Desk::empty();
    let text = desk.run(&["demo"]).stdout;
    let found = text.split("NAMESAKES").next().unwrap();
    let judged = include_str!("../../../../demo/expected.csv");
    let mut reader = csv::Reader::from_reader(judged.as_bytes());
    let mut listed = 0;
    for row in reader.records().map(Result::unwrap) {
        let line = found
            .lines()
            .find(|line| line.trim_start().starts_with(&row[0]));
        assert_eq!(line.is_some(), &row[1] == "found", "{row:?}");
        if let Some(line) = line {
            assert!(line.contains(&row[2]), "{line}");
            listed += 1;
        }
    }
    assert!(
        text.contains(&format!("{listed} POSSIBLE MATCHES")),
        "{text}"
    );
}
