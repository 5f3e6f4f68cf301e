//! Every field once, in the XML and in both CSVs; the people, companies and ships are invented.

use crate::{Format, LoadError, Loaded, SourceFile, load, read_inputs, recognise};
use std::collections::BTreeSet;

const XML: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Designations><DateGenerated>20/08/2026</DateGenerated>\n\
<Designation><LastUpdated>26/01/2022</LastUpdated><DateDesignated>25/01/2001</DateDesignated><UniqueID>XMP0001</UniqueID><OFSIGroupID>7172</OFSIGroupID><UNReferenceNumber>XMi.002</UNReferenceNumber>\
<Names><Name><Name6>EXAMPLEMAN</Name6><Name1>NADIR</Name1><Name2>BADR</Name2><NameType>Primary Name</NameType></Name>\
<Name><Name6>Nadir the Example</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>\
<Name><Name6>Exempelman</Name6><Name1>Nader</Name1><NameType>Primary Name Variation</NameType></Name></Names>\
<NonLatinNames><NonLatinName><NameNonLatinScript>\u{646}\u{627}\u{62f}\u{631}</NameNonLatinScript><NonLatinScriptLanguage>Arabic</NonLatinScriptLanguage></NonLatinName></NonLatinNames>\
<Titles><Title>Dr</Title></Titles><RegimeName>The Example (Sanctions) (EU Exit) Regulations 2020</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip><DesignationSource>UN</DesignationSource>\
<SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed><SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze><ArmsEmbargo>false</ArmsEmbargo><TargetedArmsEmbargo>true</TargetedArmsEmbargo><TravelBan>true</TravelBan></SanctionsImposedIndicators>\
<OtherInformation>Other words.</OtherInformation><UKStatementofReasons>Reasons.</UKStatementofReasons>\
<Addresses><Address><AddressLine1>1 Long Road</AddressLine1><AddressLine6>Sampletown</AddressLine6><AddressPostalCode>S1</AddressPostalCode><AddressCountry>Jordan</AddressCountry></Address></Addresses>\
<PhoneNumbers><PhoneNumber>+96265000000</PhoneNumber></PhoneNumbers><EmailAddresses><EmailAddress>a@example.com; b@example.com</EmailAddress></EmailAddresses><Websites><Website>www.example.com</Website></Websites>\
<IndividualDetails><Individual><DOBs><DOB>dd/mm/1971</DOB><DOB>03/04/1972</DOB></DOBs><Nationalities><Nationality>Jordan</Nationality></Nationalities>\
<PassportDetails><Passport><PassportNumber>A1234567</PassportNumber><PassportAdditionalInformation>issued in Sampletown</PassportAdditionalInformation></Passport></PassportDetails>\
<NationalIdentifierDetails><NationalIdentifier><NationalIdentifierNumber>99-1</NationalIdentifierNumber></NationalIdentifier></NationalIdentifierDetails>\
<Positions><Position>Deputy Example</Position></Positions><Genders><Gender>Male</Gender></Genders><BirthDetails><Location><TownOfBirth>Sampletown</TownOfBirth><CountryOfBirth>Jordan</CountryOfBirth></Location></BirthDetails></Individual></IndividualDetails><Mood>good</Mood></Designation>\n\
<Designation><UniqueID>XMP0002</UniqueID><Names><Name><Name6>EXAMPLE STAR</Name6><NameType>Primary name</NameType></Name></Names><IndividualEntityShip>Ship</IndividualEntityShip><SanctionsImposed>Prohibition of port entry</SanctionsImposed>\
<ShipDetails><Ship><IMONumbers><IMONumber>IMO9074729</IMONumber></IMONumbers><CurrentOwnerOperators><CurrentOwnerOperator>Example Shipping</CurrentOwnerOperator></CurrentOwnerOperators><CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Comoros</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips>\
<PreviousFlags><PreviousFlag>India</PreviousFlag></PreviousFlags><TypeOfShipDetails><TypeOfShip>Bulk Carrier</TypeOfShip></TypeOfShipDetails><TonnageOfShipDetails><TonnageOfShip>7078</TonnageOfShip></TonnageOfShipDetails><YearsBuilt><YearBuilt>2011</YearBuilt></YearsBuilt></Ship></ShipDetails></Designation>\n\
<Designation><UniqueID>XMP 3/4</UniqueID><Names><Name><Name6>Example Trading</Name6><NameType>Primary Name</NameType></Name></Names><IndividualEntityShip>Entity</IndividualEntityShip><SanctionsImposed>Asset freeze</SanctionsImposed>\
<EntityDetails><Entity><TypeOfEntities><TypeOfEntity>Company</TypeOfEntity></TypeOfEntities><ParentCompanies><ParentCompany>Example Holding</ParentCompany></ParentCompanies><BusinessRegistrationNumbers><BusinessRegistrationNumber>77-1</BusinessRegistrationNumber></BusinessRegistrationNumbers></Entity></EntityDetails></Designation>\n\
</Designations>\n";

fn told(text: &str, name: &str) -> Result<Loaded, LoadError> {
    load(
        &[SourceFile::from_bytes(name, text.as_bytes().to_vec())],
        None,
    )
}

fn values<'l>(loaded: &'l Loaded, id: &str, prop: &str) -> Vec<&'l str> {
    let of = loaded
        .statements
        .iter()
        .filter(|s| s.entity_id == id && s.prop == prop);
    of.map(|s| s.value).collect()
}

#[test]
fn every_field_of_the_xml_comes_out() {
    let loaded = told(XML, "uk.xml").unwrap();
    assert_eq!(
        (
            loaded.dataset.as_str(),
            loaded.as_of.as_deref(),
            loaded.records
        ),
        ("gb_fcdo_sanctions", Some("2026-08-20"), 3)
    );
    assert_eq!(loaded.record_ids[..2], ["uk-XMP0001", "uk-XMP0002"]);
    assert!(loaded.record_ids[2].starts_with("uk-XMP-3-4-"));
    let of = |prop: &str| values(&loaded, "uk-XMP0001", prop);
    assert_eq!(
        of("name"),
        ["NADIR BADR EXAMPLEMAN", "\u{646}\u{627}\u{62f}\u{631}"]
    );
    assert_eq!(
        (of("alias"), of("weakAlias")),
        (vec!["Nader Exempelman"], vec!["Nadir the Example"])
    );
    assert_eq!(
        (of("firstName"), of("secondName"), of("lastName")),
        (vec!["NADIR"], vec!["BADR"], vec!["EXAMPLEMAN"])
    );
    assert_eq!(of("birthDate"), ["1971", "1972-04-03"]);
    assert_eq!(
        (of("nationality"), of("birthCountry"), of("country")),
        (vec!["jo"], vec!["jo"], vec!["jo"])
    );
    assert_eq!(of("address"), ["1 Long Road, Sampletown, S1, Jordan"]);
    assert_eq!(
        (of("gender"), of("title"), of("position")),
        (vec!["male"], vec!["Dr"], vec!["Deputy Example"])
    );
    assert_eq!(
        (of("passportNumber"), of("idNumber")),
        (vec!["A1234567"], vec!["99-1"])
    );
    assert_eq!(
        (of("email").len(), of("phone").len(), of("website").len()),
        (2, 1, 1)
    );
    assert_eq!(
        (of("createdAt"), of("modifiedAt")),
        (vec!["2001-01-25"], vec!["2022-01-26"])
    );
    let of = |prop: &str| values(&loaded, "uk-XMP0001-sanction", prop);
    assert_eq!(
        of("provisions"),
        ["Asset freeze", "Travel Ban", "Targeted Arms Embargo"]
    );
    assert_eq!(
        (of("unscId"), of("authorityId"), of("recordId")),
        (vec!["XMi.002"], vec!["XMP0001"], vec!["7172"])
    );
    assert_eq!(
        (of("listingDate"), of("reason"), of("entity")),
        (vec!["2001-01-25"], vec!["Reasons."], vec!["uk-XMP0001"])
    );
    assert_eq!(
        values(&loaded, "uk-XMP0001-passport-a1234567", "summary"),
        ["issued in Sampletown"]
    );
    let of = |prop: &str| values(&loaded, "uk-XMP0002", prop);
    assert_eq!(
        (of("imoNumber"), of("flag"), of("pastFlags")),
        (vec!["IMO9074729"], vec!["km"], vec!["in"])
    );
    assert_eq!(
        (of("tonnage"), of("buildDate"), of("type")),
        (vec!["7078"], vec!["2011"], vec!["Bulk Carrier"])
    );
    assert_eq!(of("notes"), ["CurrentOwnerOperator: Example Shipping"]);
    assert_eq!(
        values(&loaded, &loaded.record_ids[2], "registrationNumber"),
        ["77-1"]
    );
    let held: Vec<&str> = loaded.not_held.keys().map(String::as_str).collect();
    assert_eq!(held, ["field Mood", "field NonLatinScriptLanguage"]);
    assert!(
        !loaded
            .problems
            .iter()
            .any(|p| p.message.contains("rejected")),
        "{:?}",
        loaded.problems
    );
}

#[test]
fn lists_that_lack_what_they_must_have_are_refused() {
    for (from, to, words) in [
        (
            "<DateGenerated>20/08/2026</DateGenerated>",
            "",
            "DateGenerated",
        ),
        ("<UniqueID>XMP0002</UniqueID>", "", "has no `UniqueID`"),
        (
            "<UniqueID>XMP0002</UniqueID>",
            "<UniqueID>XMP0001</UniqueID>",
            "second record",
        ),
        (">Ship<", ">Balloon<", "neither an individual"),
        ("<Name6>EXAMPLE STAR</Name6>", "", "has no name"),
    ] {
        let error = told(&XML.replacen(from, to, 1), "uk.xml")
            .unwrap_err()
            .to_string();
        assert!(error.contains(words), "{error}");
    }
    let text = XML.trim_end();
    for end in 0..text.len() {
        let file = SourceFile::from_bytes("uk.xml", text.as_bytes()[..end].to_vec());
        assert!(load(&[file], None).is_err(), "{end}");
    }
}

const HEADER: &str = "Report Date: 13-Feb-2026\nLast Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name type,Alias strength,Regime Name,Designation Type,Sanctions Imposed,Address Country,D.O.B,Nationality(/ies),Passport number,Year Built,Favourite dish\n";
const CSV: &str = "12/01/2022,XMP0001,7,,EXAMPLEMAN,Nadir,Primary Name,,Regulations,Individual,Asset freeze|Travel Ban,Jordan,03/04/1970,Jordan,A1,,rice\n\
12/01/2022,XMP0001,7,,Nadir E.,,Alias,Good quality a.k.a,Regulations,Individual,Asset freeze|Travel Ban,Jordan,03/04/1970,Jordan,A1,,\n";

#[test]
fn rows_of_one_record_become_one() {
    let text = format!("{HEADER}{CSV}");
    let loaded = told(&text, "UK_Sanctions_List.csv").unwrap();
    assert_eq!(
        (
            loaded.dataset.as_str(),
            loaded.as_of.as_deref(),
            loaded.records
        ),
        ("gb_fcdo_sanctions", Some("2026-02-13"), 1)
    );
    let of = |prop: &str| values(&loaded, "uk-XMP0001", prop);
    assert_eq!(
        (of("name"), of("alias"), of("passportNumber")),
        (vec!["Nadir EXAMPLEMAN"], vec!["Nadir E."], vec!["A1"])
    );
    assert_eq!(
        values(&loaded, "uk-XMP0001-sanction", "provisions"),
        ["Asset freeze", "Travel Ban"]
    );
    assert_eq!(
        loaded
            .statements
            .iter()
            .filter(|s| s.schema == "Passport" && s.prop == "id")
            .count(),
        1
    );
    assert_eq!(loaded.not_held["column Favourite dish"], 1);
    for end in 0..text.len() {
        let file = SourceFile::from_bytes("uk.csv", text.as_bytes()[..end].to_vec());
        if let Ok(cut) = load(&[file], None) {
            assert!(text[..end].ends_with('\n') && cut.records == 1, "{end}");
        }
    }
}

#[test]
fn the_excerpt_of_ofsis_list_loads_whole() {
    let Some(path) = crate::testing::shared("data/sanctions/formats/binary-com/sample_hmt.csv")
    else {
        return;
    };
    let files = read_inputs(&[path]).unwrap();
    assert_eq!(recognise(&files[0]).unwrap(), Format::UkConList);
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    // The group is the last cell of each row.
    let rows = text
        .lines()
        .skip(2)
        .filter(|line| !line.trim_matches([',', ' ']).is_empty());
    let groups: BTreeSet<&str> = rows
        .filter_map(|row| row.rsplit(',').next())
        .filter(|g| !g.is_empty())
        .collect();
    assert_eq!(groups.len(), 6);
    let loaded = load(&files, None).unwrap();
    assert_eq!(
        (
            loaded.dataset.as_str(),
            loaded.as_of.as_deref(),
            loaded.records
        ),
        ("gb_hmt_sanctions", Some("2020-04-27"), 6)
    );
    let ids: BTreeSet<String> = groups
        .iter()
        .map(|group| format!("uk-ofsi-{group}"))
        .collect();
    assert_eq!(ids, loaded.record_ids.iter().cloned().collect());
    // Three rows say three birth dates of one person under one name.
    assert_eq!(
        values(&loaded, "uk-ofsi-13063", "birthDate"),
        ["1983-07-05", "1983", "1984-04"]
    );
    assert_eq!(values(&loaded, "uk-ofsi-13063", "alias").len(), 1);
    assert_eq!(
        (
            values(&loaded, "uk-ofsi-11039", "birthDate").len(),
            values(&loaded, "uk-ofsi-11039", "name").len()
        ),
        (7, 1)
    );
    assert_eq!(
        values(&loaded, "uk-ofsi-9215", "idNumber"),
        ["3520025509842-7"]
    );
    assert_eq!(
        values(&loaded, "uk-ofsi-9215-sanction", "provisions"),
        ["asset freeze"]
    );
}
