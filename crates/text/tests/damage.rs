//! What happens to whole names on their way: hidden, mistyped, cut, glued, shortened; and what must
//! not be taken for it. Invented names.

use kashf_text::{
    Alignment, DEFAULT_SIMILARITY_THRESHOLD, NameKind, Obfuscation, compare_names, prepare,
};

fn compared(kind: NameKind, line: &str) -> Alignment {
    let (a, b) = line.split_once(" | ").expect("two names");
    compare_names(a.trim(), b.trim(), kind)
}

fn lines(pairs: &str) -> impl Iterator<Item = &str> {
    pairs.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Each line `A | B` must count as the same name, with this note where one is given.
fn same(kind: NameKind, note: Option<&str>, pairs: &str) {
    for line in lines(pairs) {
        let found = compared(kind, line);
        assert!(
            found.similarity >= DEFAULT_SIMILARITY_THRESHOLD,
            "{} {line}",
            found.similarity
        );
        if let Some(note) = note {
            assert!(found.notes.contains(&note), "{:?} {line}", found.notes);
        }
    }
}

fn apart(kind: NameKind, pairs: &str) {
    for line in lines(pairs) {
        let found = compared(kind, line).similarity;
        assert!(found < DEFAULT_SIMILARITY_THRESHOLD, "{found} {line}");
    }
}

#[test]
fn one_slip_in_a_name_that_agrees_otherwise() {
    same(
        NameKind::Person,
        None,
        "
        Yusuf Qandiki | Yusuf Qandili
        Yusuf Qanidli | Yusuf Qandili
        Harun Zcmtari | Harun Zemtari
        Salma Tarvesh Nokini | Salma Tarvesh Mokini
        Pak Chol Ghy | Pak Chol Ghu
        ",
    );
    same(
        NameKind::Person,
        Some("one-slip"),
        "Harun Rolv | Harun Tolv\nHarun Klu | Harun Kul",
    );
    apart(
        NameKind::Person,
        "
        Jamal Zemtari | Kamal Zemtari
        Yusuf Qandiki Zemtari | Yunus Qandili Tarvesh
        Hamad Qandili | Ahmad Qandili
        Said Qandili | Zaid Qandili
        ",
    );
}

#[test]
fn vowels_are_dropped() {
    same(
        NameKind::Person,
        None,
        "
        Mhmmd Slm Zmtri | Muhammad Salim Zemtari
        Ysf Qndli | Yusuf Qandili
        Abdllh Zmtri | Abdullah Zemtari
        Abdl Qdr Zmtri | Abdul Qader Zemtari
        ",
    );
    apart(
        NameKind::Person,
        "
        Amr Zemtari | Amir Qandili
        Slm Hsn | Salim Qandili
        ",
    );
}

#[test]
fn the_end_is_cut() {
    same(
        NameKind::Person,
        None,
        "
        MUHAMMAD SALIM ZEMTA | MUHAMMAD SALIM ZEMTARIAN
        YUSUF BIN HARUN BIN | YUSUF BIN HARUN BIN SALIM AL-ZEMTARI
        ABDUL KARIM QANDILI ABDU | ABDUL KARIM QANDILI ABDUL SATTAR
        ",
    );
    apart(
        NameKind::Person,
        "
        Yusuf Z | Yusuf Zemtari Qandili Tarvesh
        Yusuf Harun Ali | Yusuf Harun Alinejad Zemtarian
        ",
    );
}

#[test]
fn words_are_glued_parted_and_turned() {
    same(
        NameKind::Person,
        None,
        "
        Yusuf Zem Tari | Yusuf Zemtari
        YusufZemtari | Yusuf Zemtari
        Y U S U F Zemtari | Yusuf Zemtari
        Zemtari Latif Abdul | Abdul Latif Zemtari
        A. Latif Zemtari | Abdul Latif Zemtari
        Zemtari, Yusuf Abdul Karim | Yusuf Abdul Karim Zemtari
        ",
    );
    // Who is whose father is no matter of order.
    apart(
        NameKind::Person,
        "Salman bin Yahya | Yahya bin Salman\nAli bin Umar al-Qandili | Umar bin Ali al-Qandili",
    );
}

#[test]
fn short_forms_stand_for_their_names() {
    same(
        NameKind::Person,
        Some("short-form"),
        "
        Bill Wexcombe | William Wexcombe
        Sasha Zemtarov | Aleksandr Zemtarov
        Pepe Almirante | José Almirante
        Саша Земтаров | Александр Земтаров
        ",
    );
    same(
        NameKind::Person,
        None,
        "Irina Zemtarova | Irina Zemtarov\nAndrejs Zemtarovs | Andrey Zemtarov",
    );
    apart(NameKind::Person, "Bill Wexcombe | Robert Wexcombe");
}

#[test]
fn look_alikes_are_read_by_what_surrounds_them() {
    let check = |name: &str, plain: &str, what: Obfuscation| {
        let prepared = prepare(name, NameKind::Person);
        assert!(prepared.seen_through.contains(&what), "{name} {what:?}");
        assert_eq!(
            prepared.exact,
            prepare(plain, NameKind::Person).exact,
            "{name}"
        );
    };
    // A whole word of Cyrillic look-alikes beside Latin ones; more Cyrillic than Latin in a word.
    check(
        "\u{422}\u{410}\u{41D}\u{410} QANDILI",
        "TAHA QANDILI",
        Obfuscation::Homoglyphs,
    );
    check(
        "\u{41D}\u{410}\u{41C}\u{410}D QANDILI",
        "HAMAD QANDILI",
        Obfuscation::Homoglyphs,
    );
    check("ALl QANDILI", "ALI QANDILI", Obfuscation::MisreadLetters);
    check(
        "SaIim Qandili",
        "Salim Qandili",
        Obfuscation::MisreadLetters,
    );
}

#[test]
fn an_article_is_not_misread() {
    assert!(
        prepare("Al-QANDILI Yusuf", NameKind::Person)
            .seen_through
            .is_empty()
    );
    // A name in two scripts keeps both.
    assert!(
        prepare(
            "\u{418}\u{432}\u{430}\u{43D} \u{422}\u{43E}\u{43C} Petrenko",
            NameKind::Person
        )
        .seen_through
        .is_empty()
    );
}

#[test]
fn companies_are_their_numbers_places_and_forms() {
    same(
        NameKind::Organization,
        None,
        "
        QandilAG | Qandil AG
        Brigade Forty-Four | Brigade 44
        3 Zemtars | Three Zemtars
        First Zemtar Bank | 1st Zemtar Bank
        zemtarlic | ZEMTARLIC EUROPE Sp. z o.o.
        van der zemt corp | vanderzemt corp
        Al Zemtara | Al-Zemtara/Qandil Army
        ",
    );
    apart(
        NameKind::Organization,
        "
        Brigade Forty-Four | Brigade 45
        Zemtar Fund X L.P. | Zemtar Fund XI L.P.
        Zemtar Gas Company | Zemtar Oil Company
        Zemtar Grid Corporation of Chile | Zemtar Grid Corporation of China
        ",
    );
}

#[test]
fn blanks_slip_fronts_are_misspelt_fields_end_between_words() {
    same(
        NameKind::Person,
        Some("glued-or-split"),
        "
        Rez-Agholi Zemtari | Reza-Gholi Zemtari
        Yusuf Alq-Andili | Yusuf Al-Qandili
        Sbou Tarvesh Zemtari | Abou Tarvesh Zemtari
        Zemtari Zemtari | Zemtari
        ",
    );
    same(
        NameKind::Person,
        Some("one-slip"),
        "Zbdulqandil Tarvesh | Abdulqandil Tarvesh\nAbu Tusfan | Abu Tusdan",
    );
    same(
        NameKind::Person,
        Some("cut-off"),
        "Mohammad Qandilzadeh | Mohammad Qandilzadeh Tarvesh",
    );
    apart(
        NameKind::Person,
        "
        Abas Qasir | Abdul Qaseer
        Mohammad Abdullah Salim | Mohammad Abdulrahman
        ",
    );
}
