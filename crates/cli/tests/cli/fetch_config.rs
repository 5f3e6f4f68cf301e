//! config.toml as a user meets it: what it must say, what is wrong with it, what is in force.

use crate::desk::Desk;
use crate::fetch::{configure, person, run};
use crate::server::Server;

#[test]
fn a_private_address_needs_a_word_of_its_owner() {
    let server = Server::of(person("p-1", "Otilie Androvy", "2026-02-01"));
    let desk = Desk::empty();
    configure(
        &desk,
        &format!("[sources.partners]\nurls = [{:?}]\n", server.url("/x")),
    );
    let ran = run(&desk, &["load", "partners"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("has the address 127.0.0.1, which is loopback, not public")
            && ran.stderr.contains("allow_private = true"),
        "{}",
        ran.stderr
    );
    assert!(server.heads().is_empty());
}

#[test]
fn a_wrong_configuration_stops_with_its_place() {
    let desk = Desk::loaded();
    configure(&desk, "[sources.un]\nurl = \"https://lists.example/\"\n");
    for arguments in [
        &["load", "un"][..],
        &["config"],
        &["screen", "Nadir"],
        &["lists"],
    ] {
        let ran = run(&desk, arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(
            ran.stderr.contains("config.toml`") && ran.stderr.contains("unknown field `url`"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn the_configuration_says_where_each_value_comes_from() {
    let desk = Desk::empty();
    let ran = run(&desk, &["config"]);
    assert!(
        ran.stdout.contains("not there: all values are defaults"),
        "{}",
        ran.stdout
    );
    configure(
        &desk,
        "[sources.mine]\nurls = [\"http://lists.example/x?key=secret\"]\nmax_age = \"90m\"\n",
    );
    let ran = desk.run(&["config"]);
    for words in [
        "fetch.offline = true  (KASHF_OFFLINE=1)",
        "fetch.total_seconds = 8  (config.toml)",
        "fetch.max_mib = 512  (default)",
        "sources.un_sc_sanctions: age limit 3 days  (default)\n  from https://scsanctions.un.org/",
        "sources.mine: age limit 90 minutes  (config.toml)\n  from http://lists.example/x?...  NOT ENCRYPTED",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("secret"));
}

#[test]
fn switched_off_fetching_names_the_way_round_it() {
    let desk = Desk::empty();
    let ran = desk.run(&["load", "un", "us_sdn"]);
    assert_eq!(ran.code, 2);
    for words in [
        "un_sc_sanctions is not fetched: fetching is switched off (KASHF_OFFLINE=1)",
        "nothing of un_sc_sanctions is loaded: nobody is screened against it",
        "kashf load us_sdn --file PATH",
    ] {
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
    assert!(ran.stdout.contains("no list is live"), "{}", ran.stdout);
    assert_eq!(desk.run(&["load", "un", "--as", "x"]).code, 2);
}
