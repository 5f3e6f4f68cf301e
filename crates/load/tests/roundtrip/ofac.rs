//! Small writers in OFAC's three formats.

use super::Form;
use super::people::{ALL, Holds, Person};
use super::publishers::{each, file, tag};
use kashf_load::SourceFile;

const OFAC_CSV_HOLDS: Holds = Holds {
    latin_only: true,
    program: Some("SDGT"),
    ..ALL
};

pub(crate) const OFAC_CSV: Form = Form {
    holds: OFAC_CSV_HOLDS,
    dataset: Some("us_sdn"),
    id: |person| format!("us-sdn-{}", person.number),
    write: |people| {
        let nothing = "-0- ";
        let sdn = each(people, |p| {
            let mut remarks = format!("DOB {}; Passport {} (Syria)", p.american_day(), p.passport);
            for (name, _) in p.names(&OFAC_CSV_HOLDS).iter().filter(|(_, weak)| *weak) {
                remarks += &format!("; a.k.a. '{name}'");
            }
            format!(
                "{},\"{}, {}\",\"individual\",\"SDGT\",{nothing},{nothing},{nothing},{nothing},{nothing},{nothing},{nothing},\"{remarks}.\"\r\n",
                p.number, p.family, p.given
            )
        });
        let alt = each(people, |p| {
            let strong = p
                .names(&OFAC_CSV_HOLDS)
                .into_iter()
                .filter(|(_, weak)| !weak);
            strong
                .enumerate()
                .map(|(n, (name, _))| {
                    format!(
                        "{},{}{n},\"aka\",\"{name}\",{nothing}\r\n",
                        p.number, p.number
                    )
                })
                .collect()
        });
        let add = each(people, |p| {
            format!(
                "{},{},\"{}\",\"{}\",\"Syria\",{nothing}\r\n",
                p.number, p.number, p.street, p.city
            )
        });
        [("sdn.csv", sdn), ("alt.csv", alt), ("add.csv", add)]
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| SourceFile::from_bytes(name, (text + "\u{1a}").into_bytes()))
            .collect()
    },
};

const OFAC_XML_HOLDS: Holds = Holds {
    program: Some("SDGT"),
    ..ALL
};

pub(crate) const OFAC_XML: Form = Form {
    holds: OFAC_XML_HOLDS,
    dataset: Some("us_sdn"),
    id: |person| format!("us-sdn-{}", person.number),
    write: |people| {
        let entries = each(people, |p| {
            let akas: String = p
                .names(&OFAC_XML_HOLDS)
                .iter()
                .map(|(name, weak)| {
                    let category = if *weak { "weak" } else { "strong" };
                    tag(
                        "aka",
                        &(tag("uid", "1")
                            + &tag("type", "a.k.a.")
                            + &tag("category", category)
                            + &tag("lastName", name)),
                    )
                })
                .collect();
            let paper = tag("uid", "2")
                + &tag("idType", "Passport")
                + &tag("idNumber", &p.passport)
                + &tag("idCountry", "Syria");
            let address = tag("uid", "3")
                + &tag("address1", &p.street)
                + &tag("city", &p.city)
                + &tag("country", "Syria");
            let birth = tag("uid", "4")
                + &tag("dateOfBirth", &p.american_day())
                + &tag("mainEntry", "true");
            tag(
                "sdnEntry",
                &[
                    tag("uid", &p.number.to_string()),
                    tag("firstName", &p.given),
                    tag("lastName", &p.family),
                    tag("sdnType", "Individual"),
                    tag("programList", &tag("program", "SDGT")),
                    tag("idList", &tag("id", &paper)),
                    tag("akaList", &akas),
                    tag("addressList", &tag("address", &address)),
                    tag("dateOfBirthList", &tag("dateOfBirthItem", &birth)),
                ]
                .concat(),
            )
        });
        let count = people.len();
        file(
            "sdn.xml",
            format!(
                "<?xml version=\"1.0\" standalone=\"yes\"?>\n<sdnList xmlns=\"https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML\">\
                 <publshInformation><Publish_Date>03/28/2025</Publish_Date><Record_Count>{count}</Record_Count></publshInformation>{entries}</sdnList>"
            ),
        )
    },
};

/// The tables of reference values are those of the fixture; only parties, places and papers are written.
const TABLES: &str = include_str!("../../fixtures/sdn_advanced.xml");

fn period(p: &Person) -> String {
    let (year, month, day) = p.birth;
    let date = tag("Year", &year.to_string())
        + &tag("Month", &month.to_string())
        + &tag("Day", &day.to_string());
    let both = tag("From", &date) + &tag("To", &date);
    format!(
        "<DatePeriod CalendarTypeID=\"1\"><Start Approximate=\"false\">{both}</Start><End Approximate=\"false\">{both}</End></DatePeriod>"
    )
}

fn alias(kind: &str, weak: bool, parts: &[(&str, &str)]) -> String {
    let parts: String = parts
        .iter()
        .map(|(group, text)| {
            format!("<DocumentedNamePart><NamePartValue NamePartGroupID=\"{group}\" ScriptID=\"1004\" Acronym=\"false\">{text}</NamePartValue></DocumentedNamePart>")
        })
        .collect();
    let primary = kind == "1006";
    format!(
        "<Alias FixedRef=\"1\" AliasTypeID=\"{kind}\" Primary=\"{primary}\" LowQuality=\"{weak}\"><DocumentedName ID=\"1\" FixedRef=\"1\">{parts}</DocumentedName></Alias>"
    )
}

fn feature(id: u32, kind: &str, content: &str) -> String {
    format!(
        "<Feature ID=\"{id}\" FeatureTypeID=\"{kind}\"><FeatureVersion ID=\"{id}\" ReliabilityID=\"1\"><Comment></Comment>{content}</FeatureVersion>\
         <IdentityReference IdentityID=\"1\" IdentityFeatureLinkTypeID=\"1\" /></Feature>"
    )
}

fn party(p: &Person) -> String {
    let mut names = alias("1006", false, &[("1", &p.family), ("2", &p.given)]);
    for (name, weak) in p.names(&OFAC_XML_HOLDS) {
        names += &alias("1008", weak, &[("3", &name)]);
    }
    let groups: String = [("1", "1063"), ("2", "1064"), ("3", "1065")]
        .iter()
        .map(|(id, kind)| {
            tag(
                "MasterNamePartGroup",
                &format!("<NamePartGroup ID=\"{id}\" NamePartTypeID=\"{kind}\" />"),
            )
        })
        .collect();
    let birth = feature(1, "1051", &period(p));
    let place = feature(
        2,
        "1030",
        &format!("<VersionLocation LocationID=\"{}\" />", p.number),
    );
    format!(
        "<DistinctParty FixedRef=\"{0}\"><Comment></Comment><Profile ID=\"{0}\" PartySubTypeID=\"2\">\
         <Identity ID=\"{0}0\" FixedRef=\"{0}0\" Primary=\"true\" False=\"false\">{names}{1}</Identity>{birth}{place}</Profile></DistinctParty>",
        p.number,
        tag("NamePartGroups", &groups)
    )
}

pub(crate) const OFAC_ADVANCED: Form = Form {
    holds: OFAC_XML_HOLDS,
    dataset: Some("us_sdn"),
    id: |person| format!("us-sdn-{}", person.number),
    write: |people| {
        let end = "</ReferenceValueSets>";
        let tables = TABLES.find(end).map_or("", |at| &TABLES[..at + end.len()]);
        let part = |kind: &str, text: &str| {
            format!(
                "<LocationPart LocPartTypeID=\"{kind}\"><LocationPartValue Primary=\"true\"><Comment /><Value>{text}</Value></LocationPartValue></LocationPart>"
            )
        };
        let places = each(people, |p| {
            format!(
                "<Location ID=\"{}\"><LocationCountry CountryID=\"1026\" CountryRelevanceID=\"1\" />{}{}</Location>",
                p.number,
                part("1027", &p.street),
                part("1028", &p.city)
            )
        });
        let papers = each(people, |p| {
            format!(
                "<IDRegDocument ID=\"{0}\" IDRegDocTypeID=\"1068\" IdentityID=\"{0}0\" IssuedBy-CountryID=\"1026\" ValidityID=\"1035\"><Comment />\
                 <IDRegistrationNo>{1}</IDRegistrationNo><IssuingAuthority /></IDRegDocument>",
                p.number, p.passport
            )
        });
        let entries = each(people, |p| {
            format!(
                "<SanctionsEntry ID=\"{0}0\" ProfileID=\"{0}\" ListID=\"1039\"><EntryEvent ID=\"1\" EntryEventTypeID=\"1\" LegalBasisID=\"1040\"><Comment />\
                 <Date CalendarTypeID=\"1\"><Year>2011</Year><Month>8</Month><Day>9</Day></Date></EntryEvent>\
                 <SanctionsMeasure ID=\"1\" SanctionsTypeID=\"1038\"><Comment>SDGT</Comment></SanctionsMeasure></SanctionsEntry>",
                p.number
            )
        });
        let rest = [
            tag("Locations", &places),
            tag("IDRegDocuments", &papers),
            tag("DistinctParties", &each(people, party)),
            tag("ProfileRelationships", ""),
            tag("SanctionsEntries", &entries),
        ];
        file(
            "sdn_advanced.xml",
            format!(
                "{tables}{}<SanctionsEntryLinks /></Sanctions>",
                rest.concat()
            ),
        )
    },
};
