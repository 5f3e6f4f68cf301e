//! What the comparison must say about names: the cases that the rules were written for.
//!
//! Invented names, or names of public record that are on no list.

use kashf_text::{
    DEFAULT_SIMILARITY_THRESHOLD, NameKind, NameToken, Obfuscation, TokenClass, compare_names,
    prepare,
};

fn similarity(a: &str, b: &str, kind: NameKind) -> u16 {
    compare_names(a, b, kind).similarity
}

/// Each line `A | B` must count as the same name.
fn same(kind: NameKind, pairs: &str) {
    for line in pairs.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (a, b) = line.split_once(" | ").expect("two names");
        let found = similarity(a, b, kind);
        assert!(found >= DEFAULT_SIMILARITY_THRESHOLD, "{found} {line}");
    }
}

/// Each line `A | B` must not.
fn apart(kind: NameKind, pairs: &str) {
    for line in pairs.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (a, b) = line.split_once(" | ").expect("two names");
        let found = similarity(a, b, kind);
        assert!(found < DEFAULT_SIMILARITY_THRESHOLD, "{found} {line}");
    }
}

#[test]
fn one_name_in_several_scripts() {
    same(
        NameKind::Person,
        "
        محمد عبد الرحمن الخطيب | Mohamed Abderrahmane El Khatib
        نور الدين بن يوسف | Noureddine Benyoussef
        عبد الله أبو بكر | Abdoulaye Aboubacar
        جمال قاسم | Djamel Kacem
        جمال قاسم | Cemal Kasım
        خالد شعبان العمري | Халид Шаабан аль-Омари
        יוסף כהן | Yosef Cohen
        Γιώργος Παπαδόπουλος | Giorgos Papadopoulos
        Արամ Խաչատրյան | Aram Khachatryan
        შოთა რუსთაველი | Shota Rustaveli
        Сергей Иванович Петренко | Sergei Petrenko
        محمدجواد ظریفی | Mohammad Javad Zarifi
        박지성 | Park Ji Sung
        최민수 | Choi Min Soo
        李明 | Li Ming
        王伟 | Wang Wei
        阿里·哈桑 | Ali Hassan
        ",
    );
}

#[test]
fn classic_names_stay_apart() {
    apart(
        NameKind::Person,
        "
        محمد | Mahmoud
        أحمد | Hamid
        حسن الخطيب | Hussein al-Khatib
        سعيد العمري | Saad al-Omari
        عبد الرحمن | Abdul Rahim
        عبد الله | Ubaidullah
        أبو محمد | Muhammad
        أم محمد | Abu Muhammad
        كريم | Karima
        Abdul Karim | Abdul Hakim
        Nur al-Din Hasan | Badr al-Din Hasan
        张伟 | 章卫
        ",
    );
}

#[test]
fn order_around_bin_is_meaning() {
    apart(
        NameKind::Person,
        "
        Salman bin Muhammad al-Rawi | Muhammad bin Salman al-Rawi
        عمر بن خالد | Khalid bin Umar
        ",
    );
    same(
        NameKind::Person,
        "
        AL-RAWI, Salman bin Muhammad | Salman bin Muhammad al-Rawi
        PETRENKO, Sergei | Sergei Petrenko
        ",
    );
    let swapped = compare_names(
        "Salman bin Muhammad",
        "Muhammad bin Salman",
        NameKind::Person,
    );
    assert_eq!(swapped.notes, ["given-name-and-father-swapped"]);
}

#[test]
fn relatives_are_not_each_other() {
    apart(
        NameKind::Person,
        "
        علي سليم حسن الراوي | Salim Hasan al-Rawi
        Ali Salim Hasan al-Rawi | Umar Salim Hasan al-Rawi
        ",
    );
}

#[test]
fn glued_and_split_tokens_meet() {
    same(
        NameKind::Person,
        "
        Jean Paul Martin | Jeanpaul Martin
        Abdulrahman Hadi | Abdul Rahman Hadi
        Nasser Alsabah | Nasser Al Sabah
        Youssef Benali | Youssef ben Ali
        Saiful Islam | Saif ul-Islam
        ",
    );
}

#[test]
fn companies_rest_on_their_own_words() {
    same(
        NameKind::Organization,
        "
        Kestrel Dawn Trading GmbH | KESTREL DAWN TRADING Ltd.
        ООО Ромашка | Romashka LLC
        شركة الفجر للتجارة ش.م.م | Al Fajr Trading LLC
        Siemens Aktiengesellschaft | Siemens AG
        ",
    );
    apart(
        NameKind::Organization,
        "
        CORP | Xyz Corp
        General Trading Company | Oryx General Trading Company
        Trading LLC | Import LLC
        Kestrel Unit 7 | Kestrel Unit 8
        ",
    );
    let units = compare_names("Kestrel Unit 7", "Kestrel Unit 8", NameKind::Organization);
    assert!(units.notes.contains(&"numbers-differ"), "{:?}", units.notes);
}

#[test]
fn vessels_lose_their_prefix_and_keep_their_number() {
    assert_eq!(
        similarity("M/V Blue Heron 2", "BLUE HERON II", NameKind::Vessel),
        1000
    );
    apart(NameKind::Vessel, "MT Blue Heron 2 | Blue Heron 3");
}

#[test]
fn obfuscation_is_seen_through_and_told() {
    let check = |name: &str, plain: &str, what: Obfuscation| {
        let prepared = prepare(name, NameKind::Person);
        assert!(
            prepared.seen_through.contains(&what),
            "{what:?} in {:?}",
            prepared.seen_through
        );
        let plain = prepare(plain, NameKind::Person);
        assert_eq!(prepared.tokens, plain.tokens, "{what:?}");
    };
    check("Is\u{43C}\u{430}il", "Ismail", Obfuscation::Homoglyphs);
    check("Isma\u{200B}il", "Ismail", Obfuscation::HiddenCharacters);
    check("\u{202E}Ismail", "Ismail", Obfuscation::HiddenCharacters);
    check("\u{FF29}smail", "Ismail", Obfuscation::LetterForms);
    check(
        "\u{FE91}\u{FEAA}\u{FEAD}",
        "\u{628}\u{62F}\u{631}",
        Obfuscation::LetterForms,
    );
    check(
        "\u{628}\u{640}\u{640}\u{62F}\u{631}",
        "\u{628}\u{62F}\u{631}",
        Obfuscation::Tatweel,
    );
    check("1sma1l", "Ismail", Obfuscation::DigitsAsLetters);
    check(
        "\u{628}\u{62F}\u{FFFD}\u{631}",
        "\u{628}\u{62F}\u{631}",
        Obfuscation::LostCharacters,
    );
    let harakat = prepare(
        "\u{645}\u{64F}\u{62D}\u{64E}\u{645}\u{651}\u{64E}\u{62F}",
        NameKind::Person,
    );
    assert_eq!(harakat.exact, "\u{645}\u{62D}\u{645}\u{62F}");
}

#[test]
fn small_words_leave_flags() {
    let name = prepare("AL-RAWI, Dr. Salman bin Muhammad", NameKind::Person);
    let seen: Vec<(&str, u8)> = name
        .tokens
        .iter()
        .map(|token| (token.token.text.as_str(), token.flags))
        .collect();
    assert_eq!(
        seen,
        [
            ("rawi", NameToken::FAMILY | NameToken::ARTICLE),
            ("dr", NameToken::TITLE),
            ("salman", 0),
            ("muhammad", NameToken::AFTER_NASAB),
        ]
    );
    let kunya = prepare("أبو الحسن", NameKind::Person);
    assert_eq!(kunya.tokens[0].flags & NameToken::KUNYA, NameToken::KUNYA);
    assert_eq!(kunya.tokens.len(), 1);
}

#[test]
fn classes_are_told() {
    let class = |name: &str, kind: NameKind| -> Vec<TokenClass> {
        prepare(name, kind)
            .tokens
            .iter()
            .map(|token| token.token.class)
            .collect()
    };
    assert_eq!(
        class("J. Smith", NameKind::Person),
        [TokenClass::Initial, TokenClass::Word]
    );
    assert_eq!(
        class("Kestrel Bank 7 Ltd", NameKind::Organization),
        [
            TokenClass::Word,
            TokenClass::Generic,
            TokenClass::Number,
            TokenClass::LegalForm
        ]
    );
    // A name of unknown kind is read as what it says it is.
    assert_eq!(
        class("Kestrel Holding GmbH", NameKind::Unknown),
        [TokenClass::Word, TokenClass::Generic, TokenClass::LegalForm]
    );
}

#[test]
fn only_the_same_name_is_the_same() {
    assert_eq!(
        similarity("Sergei Petrenko", "SERGEI  PETRENKO", NameKind::Person),
        1000
    );
    for other in [
        "Sergey Petrenko",
        "Petrenko Sergei",
        "Sergei V Petrenko",
        "Сергей Петренко",
    ] {
        let found = similarity("Sergei Petrenko", other, NameKind::Person);
        assert!(
            (DEFAULT_SIMILARITY_THRESHOLD..1000).contains(&found),
            "{found} {other}"
        );
    }
}

#[test]
fn words_written_together_share_a_whole_key_across_scripts() {
    let keys = |name: &str| -> Vec<String> {
        let mut out = Vec::new();
        kashf_text::whole_keys(
            prepare(name, NameKind::Person).tokens[0].token.as_ref(),
            &mut out,
        );
        out
    };
    for (together, apart) in [
        ("محمدعلی", "Mohammadali"),
        ("قلمکار", "Qalamkar"),
        ("Benlanbar", "بنلعنبر"),
        ("چراغوالا", "Chiraghwala"),
    ] {
        let (a, b) = (keys(together), keys(apart));
        assert!(
            a.iter().any(|key| b.contains(key)),
            "{together} {a:?} {apart} {b:?}"
        );
    }
}

#[test]
fn marks_of_order_generation_and_sex_tell_people_apart() {
    apart(
        NameKind::Person,
        "
        Adnan al-Ali | Ali Adnan
        Salim bin Ali | Ali Salim
        Salim bin Ali | Ali al-Salim
        Omar Zemtari Jr. | Omar Zemtari Sr.
        Omar Zemtari II | Omar Zemtari III
        Christine Zemtari | Christian Zemtari
        Zhou Shanhu | Zhao Shanhu
        Andrey Petrov | Andrey Yuryevich Petrov
        ",
    );
    same(
        NameKind::Person,
        "
        Adnan al-Ali | al-Ali Adnan
        Zemtari al Qandil | Qandil al Zemtari
        Liz Zemtari | إليزابيث زمتاري
        Andrey Zemtarov | Andrey Yuryevich Zemtarov
        ",
    );
}
