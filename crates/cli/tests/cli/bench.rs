//! `kashf bench`: its figures are of this machine, so that only their form and order can be tested.

use crate::desk::Desk;

#[test]
fn a_bench_measures_the_loaded_lists_and_names_nobody() {
    let desk = Desk::empty();
    assert_eq!(
        desk.run(&["bench"]).code,
        2,
        "without a list there is nothing to measure"
    );
    let desk = Desk::loaded();
    let arguments = [
        "bench",
        "--queries",
        "40",
        "--seconds",
        "2",
        "--threads",
        "2",
    ];
    let table = desk.run(&[arguments.as_slice(), &["--no-worst"]].concat());
    assert_eq!(table.code, 0, "{}", table.stderr);
    for part in ["one thread", "2 threads", "p99", "both prepared"] {
        assert!(table.stdout.contains(part), "{part}: {}", table.stdout);
    }
    let json = desk.run(&[arguments.as_slice(), &["--json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(report["one_thread"]["threads"], 1);
    assert_eq!(report["threads"]["threads"], 2);
    for run in ["one_thread", "threads"] {
        let run = &report[run];
        let asked = run["queries"].as_u64().unwrap();
        assert!(asked > 0 && run["per_second"].as_u64().unwrap() > 0);
        let order = ["median_ns", "p99_ns", "worst_ns"].map(|key| run[key].as_u64().unwrap());
        assert!(order.is_sorted(), "{order:?}");
    }
    assert_eq!(report["worst_cases"].as_array().unwrap().len(), 7);
    let long = &report["worst_cases"][6]["timing"];
    assert_eq!(long["queries"], long["partial"], "a cut text must say so");
    assert!(!json.stdout.to_lowercase().contains("exampleman"));
}
