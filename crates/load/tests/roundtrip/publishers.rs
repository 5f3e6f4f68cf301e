//! Small writers in the publishers' formats.

use super::Form;
use super::people::{ALL, Holds, Person};
use kashf_load::SourceFile;

pub(crate) fn file(name: &str, text: String) -> Vec<SourceFile> {
    vec![SourceFile::from_bytes(name, text.into_bytes())]
}

pub(crate) fn each(people: &[Person], write: impl Fn(&Person) -> String) -> String {
    people.iter().map(write).collect()
}

pub(crate) fn tag(name: &str, text: &str) -> String {
    format!("<{name}>{text}</{name}>")
}

const UN_HOLDS: Holds = Holds {
    program: Some("Al-Qaida"),
    ..ALL
};

pub(crate) const UN: Form = Form {
    holds: UN_HOLDS,
    dataset: None,
    id: |person| format!("un-{}", person.number),
    write: |people| {
        let people = each(people, |p| {
            let aliases: String = p
                .names(&UN_HOLDS)
                .iter()
                .map(|(name, weak)| {
                    let quality = if *weak { "Low" } else { "Good" };
                    tag(
                        "INDIVIDUAL_ALIAS",
                        &(tag("QUALITY", quality) + &tag("ALIAS_NAME", name)),
                    )
                })
                .collect();
            let address = tag("STREET", &p.street)
                + &tag("CITY", &p.city)
                + &tag("COUNTRY", "Syrian Arab Republic");
            let birth = tag("TYPE_OF_DATE", "EXACT") + &tag("DATE", &p.day());
            let paper = tag("TYPE_OF_DOCUMENT", "Passport") + &tag("NUMBER", &p.passport);
            tag(
                "INDIVIDUAL",
                &[
                    tag("DATAID", &p.number.to_string()),
                    tag("FIRST_NAME", &p.given),
                    tag("SECOND_NAME", &p.family),
                    tag("UN_LIST_TYPE", "Al-Qaida"),
                    tag("REFERENCE_NUMBER", &format!("QDi.{}", p.number)),
                    tag("LISTED_ON", "2015-11-02"),
                    aliases,
                    tag("INDIVIDUAL_ADDRESS", &address),
                    tag("INDIVIDUAL_DATE_OF_BIRTH", &birth),
                    tag("INDIVIDUAL_DOCUMENT", &paper),
                ]
                .concat(),
            )
        });
        file(
            "un.xml",
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2026-01-02T03:04:05Z\">\
                 <INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"
            ),
        )
    },
};

const CA_HOLDS: Holds = Holds {
    weak: false,
    passports: false,
    addresses: false,
    program: Some("Belarus / B\u{e9}larus"),
    ..ALL
};

pub(crate) const CA: Form = Form {
    holds: CA_HOLDS,
    dataset: None,
    id: |person| format!("ca-belarus-1-part-1-{}", person.number),
    write: |people| {
        let records = each(people, |p| {
            let aliases: Vec<String> = p
                .names(&CA_HOLDS)
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            tag(
                "record",
                &[
                    tag("Country", "Belarus / B\u{e9}larus"),
                    tag("LastName", &p.family),
                    tag("GivenName", &p.given),
                    tag("Aliases", &aliases.join("; ")),
                    tag("DateOfBirthOrShipBuildDate", &p.day()),
                    tag("Schedule", "1, Part 1"),
                    tag("Item", &p.number.to_string()),
                    tag("DateOfListing", "2020-09-28"),
                ]
                .concat(),
            )
        });
        file(
            "ca.xml",
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data-set>{records}</data-set>"),
        )
    },
};

const EU_HOLDS: Holds = Holds {
    program: Some("TAQA"),
    ..ALL
};

pub(crate) const EU: Form = Form {
    holds: EU_HOLDS,
    dataset: None,
    id: |person| format!("eu-{}", person.number),
    write: |people| {
        let entities = each(people, |p| {
            let mut names = format!(
                "<nameAlias firstName=\"{}\" middleName=\"\" lastName=\"{}\" wholeName=\"{}\" strong=\"true\" regulationLanguage=\"en\" logicalId=\"1\"/>",
                p.given,
                p.family,
                p.whole()
            );
            for (at, (name, weak)) in p.names(&EU_HOLDS).iter().enumerate() {
                names += &format!(
                    "<nameAlias firstName=\"\" lastName=\"\" wholeName=\"{name}\" strong=\"{}\" regulationLanguage=\"en\" logicalId=\"{}\"/>",
                    !weak,
                    at + 2
                );
            }
            format!(
                "<sanctionEntity designationDate=\"2008-07-03\" euReferenceNumber=\"EU.{0}\" logicalId=\"{0}\">\
                 <regulation regulationType=\"regulation\" organisationType=\"council\" publicationDate=\"2019-04-08\" numberTitle=\"2019/1\" programme=\"TAQA\" logicalId=\"9\"/>\
                 <subjectType code=\"person\" classificationCode=\"P\"/>{names}\
                 <birthdate circa=\"false\" calendarType=\"GREGORIAN\" city=\"\" birthdate=\"{1}\" regulationLanguage=\"en\" logicalId=\"20\"/>\
                 <identification diplomatic=\"false\" identificationTypeCode=\"passport\" identificationTypeDescription=\"National passport\" number=\"{2}\" regulationLanguage=\"en\" logicalId=\"30\"/>\
                 <address street=\"{3}\" city=\"{4}\" countryIso2Code=\"SY\" countryDescription=\"SYRIA\" regulationLanguage=\"en\" logicalId=\"40\"/></sanctionEntity>",
                p.number,
                p.day(),
                p.passport,
                p.street,
                p.city
            )
        });
        file(
            "eu.xml",
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" \
                 generationDate=\"2026-01-02T15:29:22.497+02:00\" globalFileId=\"1\">{entities}</export>"
            ),
        )
    },
};

/// Columns of 1.1; a row holds one part of an entity.
pub(crate) const EU_CSV: Form = Form {
    holds: EU_HOLDS,
    dataset: None,
    id: |person| format!("eu-{}", person.number),
    write: |people| {
        let rows = each(people, |p| {
            let row = |name: &str, strong: &str, number: usize, rest: [&str; 6]| {
                let rest = rest.join(";");
                let number = if name.is_empty() {
                    String::new()
                } else {
                    number.to_string()
                };
                format!(
                    "2026-01-02;{0};EU.{0};P;person;TAQA;2019/1;{number};{name};{strong};{rest}\n",
                    p.number
                )
            };
            let mut rows = row(&p.whole(), "true", 1, [""; 6]);
            for (at, (name, weak)) in p.names(&EU_HOLDS).iter().enumerate() {
                let strong = if *weak { "false" } else { "true" };
                rows += &row(name, strong, at + 2, [""; 6]);
            }
            let day = p.day();
            rows += &row("", "", 0, ["20", &day, "", "", "", ""]);
            rows += &row("", "", 0, ["", "", "30", &p.passport, "", ""]);
            rows + &row("", "", 0, ["", "", "", "", &p.street, &p.city])
        });
        file(
            "eu.csv",
            format!(
                "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType_ClassificationCode;Entity_SubjectType;\
                 Entity_Regulation_Programme;Entity_Regulation_NumberTitle;NameAlias_LogicalId;NameAlias_WholeName;NameAlias_Strong;\
                 BirthDate_LogicalId;BirthDate_BirthDate;Identification_LogicalId;Identification_Number;Address_Street;Address_City\n{rows}"
            ),
        )
    },
};

const CH_HOLDS: Holds = Holds {
    program: Some("Ordinance on an example"),
    ..ALL
};

pub(crate) const CH: Form = Form {
    holds: CH_HOLDS,
    dataset: None,
    id: |person| format!("ch-{}", person.number),
    write: |people| {
        let name = |kind: &str, quality: &str, name: &str| {
            format!(
                "<name ssid=\"1\" name-type=\"{kind}\" quality=\"{quality}\" lang=\"eng\"><name-part order=\"1\" name-part-type=\"whole-name\"><value>{name}</value></name-part></name>"
            )
        };
        let targets = each(people, |p| {
            let mut names = name("primary-name", "good", &p.whole());
            for (alias, weak) in p.names(&CH_HOLDS) {
                names += &name("alias", if weak { "low" } else { "good" }, &alias);
            }
            let (year, month, day) = p.birth;
            format!(
                "<target ssid=\"{0}\"><sanctions-set-id>11</sanctions-set-id><individual sex=\"male\"><identity ssid=\"2\" main=\"true\">{names}\
                 <day-month-year ssid=\"3\" day=\"{day}\" month=\"{month}\" year=\"{year}\" calendar=\"Gregorian\" quality=\"good\"/>\
                 <address ssid=\"4\" place-id=\"{0}\" main=\"true\"><address-details>{1}</address-details></address>\
                 <identification-document ssid=\"5\" document-type=\"passport\"><number>{2}</number><issuer code=\"SY\">Syria</issuer></identification-document>\
                 </identity></individual><modification modification-type=\"listed\" effective-date=\"2016-01-01\"/></target>",
                p.number, p.street, p.passport
            )
        });
        let places = each(people, |p| {
            format!(
                "<place ssid=\"{}\"><location>{}</location><country iso-code=\"SY\">Syria</country></place>",
                p.number, p.city
            )
        });
        file(
            "ch.xml",
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<swiss-sanctions-list list-type=\"whole-list\" date=\"2026-01-17\">\
                 <sanctions-program ssid=\"1\" version-date=\"2026-01-16\"><program-name lang=\"eng\">Ordinance on an example</program-name>\
                 <sanctions-set ssid=\"11\" lang=\"eng\">Financial measures</sanctions-set></sanctions-program>{targets}{places}</swiss-sanctions-list>"
            ),
        )
    },
};

const AU_HOLDS: Holds = Holds {
    passports: false,
    program: Some("Autonomous (Syria)"),
    ..ALL
};

pub(crate) const AU: Form = Form {
    holds: AU_HOLDS,
    dataset: None,
    id: |person| format!("au-{}", person.number),
    write: |people| {
        let rows = each(people, |p| {
            let row = |suffix: &str, name: &str, kind: &str, strength: &str| {
                format!(
                    "{}{suffix},{name},Individual,{kind},{strength},{},,,\"{}, {}\",,,,Autonomous (Syria),27/02/2024,,TRUE,,,\n",
                    p.number,
                    p.british_day(),
                    p.street,
                    p.city
                )
            };
            let mut rows = row("", &p.whole(), "Primary Name", "");
            for ((name, weak), suffix) in p.names(&AU_HOLDS).iter().zip('a'..) {
                rows += &row(
                    &suffix.to_string(),
                    name,
                    "Aka",
                    if *weak { "Weak" } else { "Strong" },
                );
            }
            rows
        });
        file(
            "au.csv",
            format!(
                "Reference,Name of Individual or Entity,Type,Name Type,Alias Strength,Date of Birth,Place of Birth,Citizenship,Address,\
                 Additional Information,Listing Information,IMO Number,Committees,Control Date,Instrument of Designation,\
                 Targeted Financial Sanction,Travel Ban,Arms Embargo,Maritime Restriction\n{rows}"
            ),
        )
    },
};
