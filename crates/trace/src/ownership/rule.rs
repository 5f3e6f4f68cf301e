//! Rules of ownership and control as dated records. A rule that changed has a record for each wording; nothing else in the
//! program knows a threshold.
//!
//! Days are counted from 1 January 1970. What of a record could be read in its source and what could not stands in
//! `docs/ownership.md`.

use crate::LinkKind;

/// Whose stakes count together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// Those of all listed persons, and of all that they own.
    Together,
    /// Each listed person's, with all that this one owns.
    Alone,
}

/// Where a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSource {
    /// Title, as one would look for it.
    pub title: &'static str,
    /// Its day, ISO 8601.
    pub date: &'static str,
    /// Where it is published.
    pub url: &'static str,
}

/// One wording of one authority's rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which rule: `ofac_50`, `eu`, `uk`.
    pub name: &'static str,
    /// Whose.
    pub authority: &'static str,
    /// First day of this wording, in days since 1970.
    pub since: i32,
    /// The same, ISO 8601.
    pub since_date: &'static str,
    /// What must be held, in hundredths of a percent.
    pub threshold: u16,
    /// Whether it must be more than the threshold (`true`), or the threshold suffices.
    pub more_than: bool,
    /// Whose stakes count together.
    pub aggregation: Aggregation,
    /// Links that are control by this rule, and count as much as ownership.
    pub control: &'static [LinkKind],
    /// Links that may be a sign of control: they make an answer "possibly", and are not followed further.
    pub signs: &'static [LinkKind],
    /// What the rule counts as control, in its own terms; no list of links says all of it.
    pub control_terms: &'static [&'static str],
    /// Where it stands.
    pub sources: &'static [RuleSource],
}

impl Rule {
    /// Whether so much is enough.
    #[must_use]
    pub fn reached(&self, hundredths: u16) -> bool {
        if self.more_than {
            hundredths > self.threshold
        } else {
            hundredths >= self.threshold
        }
    }

    /// The wording of a rule that stood on a day; none for a name that is not known, and for a day before its first record.
    ///
    /// ```
    /// use kashf_trace::ownership::Rule;
    ///
    /// let before = Rule::on("eu", 19_906).expect("2 July 2024");
    /// let after = Rule::on("eu", 19_907).expect("3 July 2024");
    /// assert_eq!((before.reached(5_000), after.reached(5_000)), (false, true));
    /// assert!(Rule::on("eu", 10_000).is_none(), "nothing is recorded for 1997");
    /// ```
    #[must_use]
    pub fn on(name: &str, day: i32) -> Option<&'static Self> {
        RULES
            .iter()
            .filter(|rule| rule.name == name && rule.since <= day)
            .max_by_key(|rule| rule.since)
    }

    /// Names of all rules, in the order of their records.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        names.dedup();
        names
    }
}

/// What the European and the British rule both call control.
const CONTROL_TERMS_EU: &[&str] = &[
    "the right or the exercised power to appoint or remove a majority of the members of a board",
    "having appointed a majority of a board by one's own votes alone",
    "a majority of votes controlled alone, by agreement with other holders",
    "the right to a dominant influence, by agreement or by the statutes, or the power to use that right",
    "the right to use all or part of the assets",
    "running the business on a unified basis, with consolidated accounts",
    "sharing its debts jointly and severally, or guaranteeing them",
];

const CONTROL_TERMS_UK: &[&str] = &[
    "the right, directly or indirectly, to appoint or remove a majority of the board of directors",
    "it is reasonable to expect that the person could have its affairs conducted as the person wishes, by whatever means",
];

/// All records, by rule and then by day.
pub const RULES: &[Rule] = &[
    Rule {
        name: "ofac_50",
        authority: "US Department of the Treasury, Office of Foreign Assets Control",
        since: 13_923,
        since_date: "2008-02-14",
        threshold: 5_000,
        more_than: false,
        aggregation: Aggregation::Alone,
        control: &[],
        signs: &[],
        control_terms: &[],
        sources: &[RuleSource {
            title: "Guidance on Entities Owned by Persons Whose Property and Interests in Property Are Blocked",
            date: "2008-02-14",
            url: "https://ofac.treasury.gov/",
        }],
    },
    Rule {
        name: "ofac_50",
        authority: "US Department of the Treasury, Office of Foreign Assets Control",
        since: 16_295,
        since_date: "2014-08-13",
        threshold: 5_000,
        more_than: false,
        aggregation: Aggregation::Together,
        control: &[],
        signs: &[],
        control_terms: &[],
        sources: &[
            RuleSource {
                title: "Revised Guidance on Entities Owned by Persons Whose Property and Interests in Property Are Blocked (79 FR 47726)",
                date: "2014-08-13",
                url: "https://ofac.treasury.gov/faqs/topic/1521",
            },
            RuleSource {
                title: "FAQ 398: ownership, not control",
                date: "2020-08-11",
                url: "https://ofac.treasury.gov/faqs/398",
            },
            RuleSource {
                title: "FAQ 399: stakes of all blocked persons are aggregated",
                date: "2014-08-13",
                url: "https://ofac.treasury.gov/faqs/399",
            },
            RuleSource {
                title: "FAQ 401: indirect ownership",
                date: "2014-08-13",
                url: "https://ofac.treasury.gov/faqs/401",
            },
        ],
    },
    Rule {
        name: "eu",
        authority: "Council of the European Union",
        since: 19_090,
        since_date: "2022-04-08",
        threshold: 5_000,
        more_than: true,
        aggregation: Aggregation::Together,
        control: &[LinkKind::Control],
        signs: &[LinkKind::Directorship],
        control_terms: CONTROL_TERMS_EU,
        sources: &[RuleSource {
            title: "European Commission, consolidated FAQ on Regulations (EU) 833/2014 and 269/2014, asset freeze, question 8 (aggregate ownership)",
            date: "2022-04-08",
            url: "https://finance.ec.europa.eu/",
        }],
    },
    Rule {
        name: "eu",
        authority: "Council of the European Union",
        since: 19_907,
        since_date: "2024-07-03",
        threshold: 5_000,
        more_than: false,
        aggregation: Aggregation::Together,
        control: &[LinkKind::Control],
        signs: &[LinkKind::Directorship],
        control_terms: CONTROL_TERMS_EU,
        sources: &[
            RuleSource {
                title: "Update of the EU Best Practices for the effective implementation of restrictive measures, document 11623/24",
                date: "2024-07-03",
                url: "https://data.consilium.europa.eu/doc/document/ST-11623-2024-INIT/en/pdf",
            },
            RuleSource {
                title: "Council Regulation (EU) 2024/1745, recital 28",
                date: "2024-06-24",
                url: "https://eur-lex.europa.eu/eli/reg/2024/1745/oj",
            },
        ],
    },
    Rule {
        name: "uk",
        authority: "HM Treasury, Office of Financial Sanctions Implementation",
        since: 17_997,
        since_date: "2019-04-11",
        threshold: 5_000,
        more_than: true,
        aggregation: Aggregation::Alone,
        control: &[LinkKind::Control],
        signs: &[LinkKind::Directorship],
        control_terms: CONTROL_TERMS_UK,
        sources: &[
            RuleSource {
                title: "The Russia (Sanctions) (EU Exit) Regulations 2019 (SI 2019/855), regulation 7 and Schedule 1; alike in the other regulations under the Sanctions and Anti-Money Laundering Act 2018",
                date: "2019-04-10",
                url: "https://www.legislation.gov.uk/uksi/2019/855",
            },
            RuleSource {
                title: "OFSI guidance: holdings of different designated persons are not simply aggregated, unless there is a joint arrangement",
                date: "2023-03-16",
                url: "https://www.gov.uk/government/publications/financial-sanctions-enforcement-and-monetary-penalties-guidance",
            },
            RuleSource {
                title: "Ownership and Control: Public Officials and Control guidance",
                date: "2024-08-20",
                url: "https://www.gov.uk/government/publications/ownership-and-control-public-officials-and-control-guidance",
            },
        ],
    },
];
