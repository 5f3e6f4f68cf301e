//! Small writers in the formats of the United Kingdom's lists, of today and of before.

use super::Form;
use super::people::{ALL, Holds};
use super::publishers::{each, file, tag};

const UK_HOLDS: Holds = Holds {
    program: Some("The Example Regulations 2020"),
    ..ALL
};

pub(crate) const UK_XML: Form = Form {
    holds: UK_HOLDS,
    dataset: None,
    id: |person| format!("uk-XMP{}", person.number),
    write: |people| {
        let designations = each(people, |p| {
            let mut names = tag(
                "Name",
                &(tag("Name6", &p.family)
                    + &tag("Name1", &p.given)
                    + &tag("NameType", "Primary Name")),
            );
            for (name, weak) in p.names(&UK_HOLDS) {
                let strength = if weak {
                    "Low quality a.k.a"
                } else {
                    "Good quality a.k.a"
                };
                names += &tag(
                    "Name",
                    &(tag("Name6", &name)
                        + &tag("NameType", "Alias")
                        + &tag("AliasStrength", strength)),
                );
            }
            let address = tag("AddressLine1", &p.street)
                + &tag("AddressLine2", &p.city)
                + &tag("AddressCountry", "Syria");
            let person = tag("DOBs", &tag("DOB", &p.british_day()))
                + &tag(
                    "PassportDetails",
                    &tag("Passport", &tag("PassportNumber", &p.passport)),
                );
            tag(
                "Designation",
                &[
                    tag("DateDesignated", "25/01/2001"),
                    tag("UniqueID", &format!("XMP{}", p.number)),
                    tag("Names", &names),
                    tag("RegimeName", "The Example Regulations 2020"),
                    tag("IndividualEntityShip", "Individual"),
                    tag("SanctionsImposed", "Asset freeze"),
                    tag("Addresses", &tag("Address", &address)),
                    tag("IndividualDetails", &tag("Individual", &person)),
                ]
                .concat(),
            )
        });
        file(
            "uk.xml",
            format!(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Designations><DateGenerated>20/08/2026</DateGenerated>{designations}</Designations>"
            ),
        )
    },
};

pub(crate) const UK_CSV: Form = Form {
    holds: UK_HOLDS,
    dataset: None,
    id: |person| format!("uk-XMP{}", person.number),
    write: |people| {
        let rows = each(people, |p| {
            let row = |family: &str, given: &str, kind: &str, strength: &str| {
                format!(
                    "XMP{},{family},{given},{kind},{strength},The Example Regulations 2020,Individual,Asset freeze,{},{},Syria,{},{}\n",
                    p.number,
                    p.street,
                    p.city,
                    p.british_day(),
                    p.passport
                )
            };
            let mut rows = row(&p.family, &p.given, "Primary Name", "");
            for (name, weak) in p.names(&UK_HOLDS) {
                let strength = if weak {
                    "Low quality a.k.a"
                } else {
                    "Good quality a.k.a"
                };
                rows += &row(&name, "", "Alias", strength);
            }
            rows
        });
        file(
            "uk.csv",
            format!(
                "Report Date: 13-Feb-2026\nUnique ID,Name 6,Name 1,Name type,Alias strength,Regime Name,Designation Type,Sanctions Imposed,\
                 Address Line 1,Address Line 2,Address Country,D.O.B,Passport number\n{rows}"
            ),
        )
    },
};

const OFSI_HOLDS: Holds = Holds {
    program: Some("Example"),
    ..ALL
};

/// OFSI's list as it was until January 2026.
pub(crate) const OFSI: Form = Form {
    holds: OFSI_HOLDS,
    dataset: None,
    id: |person| format!("uk-ofsi-{}", person.number),
    write: |people| {
        let rows = each(people, |p| {
            let row = |family: &str, given: &str, kind: &str, quality: &str| {
                format!(
                    "{family},{given},{},{},{},{},Syria,Individual,{kind},{quality},Example,{}\n",
                    p.british_day(),
                    p.passport,
                    p.street,
                    p.city,
                    p.number
                )
            };
            let mut rows = row(&p.family, &p.given, "Primary name", "");
            for (name, weak) in p.names(&OFSI_HOLDS) {
                let quality = if weak { "Low" } else { "Good" };
                rows += &row(&name, "", "AKA", quality);
            }
            rows
        });
        file(
            "ConList.csv",
            format!(
                "Last Updated,27/04/2020,,,,,,,,,,\nName 6,Name 1,DOB,Passport Number,Address 1,Address 2,Country,Group Type,Alias Type,\
                 Alias Quality,Regime,Group ID\n{rows}"
            ),
        )
    },
};
