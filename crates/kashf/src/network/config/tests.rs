//! What is read of a configuration, and what stops the program.

use super::*;

fn read(text: &str) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    fs_err::write(folder.path().join("config.toml"), text).unwrap();
    Config::of(folder.path()).map_err(|error| error.to_string())
}

#[test]
fn without_a_file_the_catalogue_stands() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::of(folder.path()).unwrap();
    assert!(!config.exists && config.set.is_empty());
    let un = config.source("un").unwrap();
    assert_eq!(un.dataset, "un_sc_sanctions");
    assert_eq!(
        (un.origins.len(), un.configured, un.allow_private),
        (1, false, false)
    );
    assert!(config.source("moon").is_none());
    assert!(config.sources().len() >= 7);
    assert!(
        config
            .sources()
            .iter()
            .all(|source| !source.origins[0].is_empty())
    );
}

#[test]
fn a_file_is_read_whole() {
    let config = read(
        "[fetch]\ntries = 2\ntotal_seconds = 90\nproxy = \"http://me:word@proxy.example:3128\"\n\
         [sources.un]\nmirrors = [[\"https://mirror.example/un.xml\"]]\nmax_age = \"36h\"\n\
         [sources.my_bank_list]\nurls = [\"http://10.0.0.1/list.csv\"]\nallow_private = true\nmapping = \"bank.toml\"\n",
    )
    .unwrap();
    assert_eq!(
        (config.limits.tries, config.limits.total.as_secs()),
        (2, 90)
    );
    let un = config.source("un_sc_sanctions").unwrap();
    assert_eq!((un.origins.len(), un.max_age.as_secs()), (2, 36 * 3_600));
    let own = config.source("my_bank_list").unwrap();
    assert!(own.allow_private && own.mapping.unwrap().ends_with("bank.toml"));
    assert!(
        config.set.contains(&"fetch.tries".to_owned()),
        "{:?}",
        config.set
    );
    assert!(
        !format!("{config:?}").contains("word@"),
        "no password in a debug form"
    );
}

#[test]
fn what_is_wrong_stops_with_its_place() {
    for (text, words) in [
        ("[fetch]\nretries = 3\n", "unknown field `retries`"),
        (
            "[sources.un]\nurl = \"https://x.example/\"\n",
            "unknown field `url`",
        ),
        ("[fetch]\ntries = 0\n", "fetch.tries: must be 1 to 10"),
        ("[fetch]\nproxy = \"socks5://x.example\"\n", "fetch.proxy"),
        ("[fetch]\nno_proxy = \"x\"\n", "there is no fetch.proxy"),
        (
            "[sources.mine]\nmax_age = \"3d\"\n",
            "[sources.mine]: `urls` is missing",
        ),
        ("[sources.un]\nurls = []\n", "must have 1 to 100"),
        (
            "[sources.un]\nurls = [\"ftp://x.example/\"]\n",
            "not http or https",
        ),
        (
            "[sources.un]\nurls = [\"https://me:word@x.example/\"]\n",
            "a user or a password",
        ),
        ("[sources.un]\nmax_age = \"soon\"\n", "`soon` is no time"),
        (
            "[sources.un]\n[sources.un_sc_sanctions]\n",
            "stands there twice",
        ),
        (
            "[sources.all]\nurls = [\"https://x.example/\"]\n",
            "means all lists",
        ),
        (
            "[sources.\"../x\"]\nurls = [\"https://x.example/\"]\n",
            "at most 64 lowercase",
        ),
        ("[fetch\n", ""),
    ] {
        let error = read(text).unwrap_err();
        assert!(
            error.contains(words) && !error.contains("word@"),
            "{text}: {error}"
        );
        assert!(error.contains("config.toml"), "{error}");
    }
}

#[test]
fn times_are_read() {
    for (text, seconds) in [
        ("90m", Some(5_400)),
        ("36h", Some(129_600)),
        ("3 d", Some(259_200)),
    ] {
        assert_eq!(duration(text).map(|time| time.as_secs()), seconds, "{text}");
    }
    for text in [
        "",
        "3",
        "d",
        "0d",
        "-1d",
        "4000d",
        "1w",
        "99999999999999999999d",
    ] {
        assert_eq!(duration(text), None, "{text}");
    }
}
