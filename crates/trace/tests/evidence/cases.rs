//! Invented evidence for the tests and the example: a channel from a donor to a listed trader, money that comes back, a fan of
//! five hundred payers with ten thousand payments, layers, and names that want to break out. Nobody here is real.

use kashf_trace::evidence::{
    Card, CardFact, CardHop, CardParty, Dossier, FactValue, HopKind, Input, Join, Joined, LeftOut,
    Listed, OnWord, Part, Unsure, Words,
};
use kashf_trace::{Amount, Currency, LinkKind, MoveKind, Share};

/// 2026-03-01.
const MARCH: i64 = 1_772_323_200;

fn both(en: &str, ar: &str) -> Words {
    Words {
        en: en.to_owned(),
        ar: ar.to_owned(),
    }
}

fn money(text: &str, code: &str) -> Amount {
    let currency = Currency::of(code).expect("a known currency");
    Amount::read(text, currency).expect("an amount")
}

fn party(reference: &str, caption: &str, part: Part) -> CardParty {
    CardParty {
        reference: reference.to_owned(),
        caption: caption.to_owned(),
        part,
        ..CardParty::default()
    }
}

fn moved(kind: MoveKind, ends: (usize, usize), time: i64, amount: Amount, id: &str) -> CardHop {
    CardHop {
        kind: HopKind::Move(kind),
        from: ends.0,
        to: ends.1,
        walked_back: false,
        time: Some(time),
        stands: (None, None),
        amount: Some(amount),
        share: None,
        id: id.to_owned(),
        id_is_number: false,
        detail: String::new(),
        word: Vec::new(),
        why: Vec::new(),
    }
}

fn owned(ends: (usize, usize), share: Share) -> CardHop {
    CardHop {
        kind: HopKind::Link(LinkKind::Ownership),
        time: None,
        amount: None,
        share: Some(share),
        ..moved(MoveKind::Payment, ends, 0, money("0", "USD"), "")
    }
}

fn row(file: &str, line: u64) -> Vec<OnWord> {
    vec![OnWord::Row {
        file: file.to_owned(),
        line,
    }]
}

fn listed(id: &str, caption: &str, programme: &str) -> Option<Listed> {
    Some(Listed {
        id: id.to_owned(),
        caption: caption.to_owned(),
        datasets: vec!["demo_list".to_owned()],
        programmes: vec![programme.to_owned()],
        measures: vec![
            both("asset freeze", "تجميد الأصول"),
            both("travel ban", "حظر السفر"),
        ],
        since: "2015-11-27".to_owned(),
    })
}

/// A donor, a money changer, an antiquities dealer, a company, and the listed trader who owns it.
pub(crate) fn channel() -> Card {
    let mut donor = party(
        "KW81CBKU0000000000001234560101",
        "ثويني بن غيث الدهيرشي",
        Part::Source,
    );
    donor.schema = "Person".to_owned();
    donor.country = "kw".to_owned();
    donor.names = vec!["Thuwayni bin Ghayth al-Duhayrishi".to_owned()];
    let mut changer = party("acc-77120", "صرافی نقره\u{200c}کار", Part::Middle);
    changer.schema = "Company".to_owned();
    changer.names = vec!["Nuqrakar Exchange and Money Transfer".to_owned()];
    changer.country = "af".to_owned();
    let mut dealer = party(
        "DE02120300000000202051",
        "Galerie Brückwitz & Söhne KG",
        Part::Middle,
    );
    dealer.schema = "Company".to_owned();
    dealer.country = "de".to_owned();
    let mut company = party(
        "AE-FZ-90017",
        "Sadaf al-Ghamr Petroleum Trading FZE",
        Part::Middle,
    );
    company.schema = "Company".to_owned();
    company.country = "ae".to_owned();
    company.names = vec!["صدف الغمر لتجارة المشتقات النفطية".to_owned()];
    let mut trader = party("dl-006", "Nizar Abd al-Mun'im al-Qandilji", Part::Target);
    trader.schema = "Person".to_owned();
    trader.names = vec!["نزار عبد المنعم القنديلجي".to_owned()];
    trader.listed = listed(
        "dl-006",
        "Nizar Abd al-Mun'im al-Qandilji",
        "Invented resolution 9002 (2015): illicit oil and looted antiquities",
    );
    company.joined = Some(Joined {
        by: Join::Name,
        score: Some(931),
        reasons: vec![both(
            "The name is the listed name in another writing.",
            "الاسم هو الاسم المدرج بكتابة أخرى.",
        )],
    });
    company.listed = listed(
        "dl-101",
        "Sadaf al-Ghamr Petroleum Trading FZE",
        "Invented resolution 9002 (2015): illicit oil and looted antiquities",
    );

    let mut gift = moved(
        MoveKind::Payment,
        (0, 1),
        MARCH + 33_120,
        money("48000", "USD"),
        "KW-5521",
    );
    gift.word = row("kuwait-bank.csv", 1_204);
    gift.detail = "تبرع لأعمال الإغاثة".to_owned();
    let mut cash = moved(
        MoveKind::Cash,
        (1, 2),
        MARCH + 97_200,
        money("46500", "USD"),
        "changer 310",
    );
    cash.word = row("money-changer.csv", 88);
    cash.why = vec![both(
        "97 % of what came in left again within 18 hours, in cash.",
        "خرج ٩٧٪ مما دخل خلال 18 ساعة نقدا.",
    )];
    let mut goods = moved(
        MoveKind::Goods,
        (2, 3),
        MARCH + 266_400,
        money("45000", "EUR"),
        "AWB 020-55",
    );
    goods.word = row("customs.csv", 17);
    goods.detail = "ceramics, two crates, declared as decorative".to_owned();
    goods.why = vec![both(
        "The goods go to an oil company, which deals in none of them.",
        "تذهب البضاعة إلى شركة نفط لا تتاجر بمثلها.",
    )];
    let (least, most) = (5_000, 10_000);
    let mut owns = owned((4, 3), Share { least, most });
    owns.walked_back = true;
    owns.stands.0 = Some(16_000);
    owns.word = vec![OnWord::Statement {
        dataset: "demo_list".to_owned(),
        entity: "dl-l01".to_owned(),
        id: String::new(),
        seen: "2026-02-27".to_owned(),
    }];
    Card {
        typology: "channel".to_owned(),
        hops: vec![gift, cash, goods, owns],
        parties: vec![donor, changer, dealer, company, trader],
        facts: vec![CardFact {
            name: "elapsed".to_owned(),
            value: FactValue::Seconds(233_280),
        }],
        amount: None,
        span: Some((MARCH + 33_120, MARCH + 266_400)),
        capped: false,
        unsure: vec![
            Unsure::JoinedByName { party: 3 },
            Unsure::ShareUnknown { hop: 3 },
            Unsure::CurrenciesDiffer {
                currencies: vec![money("0", "EUR").currency, money("0", "USD").currency],
            },
        ],
    }
}

/// Money that comes back through five others.
pub(crate) fn cycle() -> Card {
    let names = [
        ("IQ98NBIQ850123456789012", "شركة النخلة البيضاء للتجارة"),
        ("IQ20CBIQ861800101010500", "مكتب الميزان للصرافة"),
        (
            "TR330006100519786457841326",
            "Yakamoz Dış Ticaret Ltd. Şti.",
        ),
        ("AE070331234567890123456", "Blue Heron General Trading LLC"),
        ("IQ11RDIQ000000000000777", "وديع المزكلدي"),
        ("IQ56RAFB000000000000042", "معمل الرافد للمواد الإنشائية"),
    ];
    let mut parties: Vec<CardParty> = names
        .iter()
        .map(|(reference, name)| party(reference, name, Part::Middle))
        .collect();
    parties[0].part = Part::Source;
    let hops = (0..6)
        .map(|at| {
            let amount = money(&format!("{}", 90_000 - 1_250 * at), "USD");
            let time = MARCH + 30_000 + at as i64 * 11_000;
            let ends = (at, (at + 1) % 6);
            let mut hop = moved(
                MoveKind::Payment,
                ends,
                time,
                amount,
                &format!("{}", 7_000 + at),
            );
            hop.word = row("three-banks.csv", 51_200 + 17 * at as u64);
            hop.id_is_number = true;
            hop
        })
        .collect();
    Card {
        typology: "cycle".to_owned(),
        hops,
        parties,
        facts: vec![CardFact {
            name: "preserved".to_owned(),
            value: FactValue::Number(93),
        }],
        amount: Some(money("83750", "USD")),
        span: Some((MARCH + 30_000, MARCH + 85_000)),
        capped: true,
        unsure: vec![Unsure::Capped],
    }
}

/// So many payers, so many payments each, into one account.
pub(crate) fn fan(payers: usize, each: usize) -> Card {
    let mut hub = party(
        "IQ56RAFB000000000009001",
        "مؤسسة قطرة الياقوت للإغاثة",
        Part::Hub,
    );
    hub.schema = "Organization".to_owned();
    hub.names = vec!["Qatrat al-Yaqut Relief Foundation".to_owned()];
    hub.listed = listed(
        "dl-105",
        "Qatrat al-Yaqut Relief Foundation",
        "Invented resolution 9001 (2015): channels of financing",
    );
    let mut parties = vec![hub];
    let mut hops = Vec::new();
    for payer in 1..=payers {
        parties.push(party(&format!("payer-{payer:04}"), "", Part::Source));
        for gift in 0..each {
            let spread = (payer * 7_919 + gift * 104_729) % 86_400;
            let amount = money(&format!("{}", 20 + (payer * 37 + gift * 11) % 480), "EUR");
            let id = format!("g{payer}-{gift}");
            let mut hop = moved(
                MoveKind::Payment,
                (payer, 0),
                MARCH + spread as i64,
                amount,
                &id,
            );
            hop.word = row("gifts.csv", (payer * each + gift) as u64);
            hops.push(hop);
        }
    }
    hops.sort_by_key(|hop| hop.time);
    let minor = hops
        .iter()
        .filter_map(|hop| hop.amount)
        .map(|amount| amount.minor)
        .sum();
    let currency = money("0", "EUR").currency;
    Card {
        typology: "fan-in".to_owned(),
        span: Some((MARCH, MARCH + 86_399)),
        hops,
        parties,
        facts: vec![
            CardFact {
                name: "hub".to_owned(),
                value: FactValue::Party(0),
            },
            CardFact {
                name: "width".to_owned(),
                value: FactValue::Number(payers as i64),
            },
        ],
        amount: Some(Amount { minor, currency }),
        capped: false,
        unsure: Vec::new(),
    }
}

/// One to four to one, with an owner over two of the middle.
pub(crate) fn layers() -> Card {
    let mut parties = vec![
        party("acc-1", "Meridian Lantern Imports", Part::Source),
        party("acc-2", "Kestrel & Daughters", Part::Middle),
        party("acc-3", "محلات السنبلة", Part::Middle),
        party("acc-4", "ООО «Синяя Сорока»", Part::Middle),
        party("acc-5", "", Part::Middle),
        party("acc-6", "شركة الهدهد للنقل", Part::Target),
        party("own-1", "Anselm Brückwitz", Part::Middle),
    ];
    parties[6].schema = "Person".to_owned();
    let mut hops = Vec::new();
    for middle in 1..5 {
        let amount = money(&format!("{}", 9_000 + middle * 137), "USD");
        let time = MARCH + 20_000 + 900 * middle as i64;
        let mut hop = moved(
            MoveKind::Payment,
            (0, middle),
            time,
            amount,
            &format!("o{middle}"),
        );
        hop.word = row("ledger.csv", 10 + middle as u64);
        hops.push(hop);
    }
    for middle in 1..5 {
        let amount = money(&format!("{}", 8_900 + middle * 120), "USD");
        let kind = if middle == 3 {
            MoveKind::Crypto
        } else {
            MoveKind::Payment
        };
        let time = MARCH + 50_000 + 700 * middle as i64;
        let mut hop = moved(kind, (middle, 5), time, amount, &format!("i{middle}"));
        hop.word = row("ledger.csv", 30 + middle as u64);
        hops.push(hop);
    }
    for held in [2, 4] {
        hops.push(owned((6, held), Share::exactly(6_050)));
    }
    Card {
        typology: "scatter-gather".to_owned(),
        hops,
        parties,
        facts: Vec::new(),
        amount: Some(money("36800", "USD")),
        span: Some((MARCH + 20_900, MARCH + 52_800)),
        capped: false,
        unsure: vec![
            Unsure::DatesUnknown { hop: 8 },
            Unsure::DatesUnknown { hop: 9 },
        ],
    }
}

/// A dossier of cards.
pub(crate) fn dossier(cards: Vec<Card>) -> Dossier {
    Dossier {
        title: String::new(),
        made: Some("2026-03-09T10:00:00Z".to_owned()),
        program: "kashf 0.1.0".to_owned(),
        snapshot: Some("5f1c0de5a11ed".to_owned()),
        policy: Some("0ddba11".to_owned()),
        inputs: vec![
            Input {
                file: "kuwait-bank.csv".to_owned(),
                rows: 18_220,
                hash: "blake3:6b1f00c4a9".to_owned(),
            },
            Input {
                file: "money-changer.csv".to_owned(),
                rows: 412,
                hash: "blake3:17aa3e55d0".to_owned(),
            },
        ],
        left_out: vec![LeftOut {
            why: both("the amount is negative", "المبلغ سالب"),
            rows: 3,
        }],
        options: vec![
            ("--window".to_owned(), "7d".to_owned()),
            ("--max-hops".to_owned(), "6".to_owned()),
        ],
        capped: true,
        cards,
        ..Dossier::default()
    }
}
