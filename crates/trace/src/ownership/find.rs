//! Who is owned or controlled by listed persons, as findings of the typology `owned`.
//!
//! **What it finds.** Parties that listed persons own or control by a rule, each with its proof: the links in order of derivation.
//! **Why it matters.** What such a company holds is frozen as if it were listed, and no list names it.
//! **Example.** A listed trader holds 60 % of a holding, and the holding half of a shipping company: both are blocked.
//! **False alarms.** Old or wrong shares, votes that differ from shares, a listed person who has sold meanwhile, persons who
//! share a name with a listed one.
//! **Source.** The records of [`super::RULES`], each with its citation.

use super::{Owned, Proof, Repeats, Rule, Stakes};
use crate::{Fact, Finding, Found, Network, Party, TraceError};

/// What is asked.
#[derive(Clone, Debug)]
pub struct OwnedQuestion {
    /// Who is listed.
    pub listed: Vec<Party>,
    /// Who is asked about; none for all.
    pub of: Option<Vec<Party>>,
    /// Names of rules: [`Rule::names`].
    pub rules: Vec<String>,
    /// The day, in days since 1970.
    pub day: i32,
    /// What repeats of a link mean.
    pub repeats: Repeats,
}

/// Who is owned, or possibly owned, by each of the rules: by party, then in the order of rules as asked.
///
/// A finding's hops are the links of its proof; its parties are the listed, those between, and the one that is owned. Facts:
/// the words `rule`, `answer` (`owned` or `possibly`) and `basis` (`stake`, `control` or `sign`), the party `owned`, and,
/// of ownership, `share-least` and `share-most` in hundredths of a percent.
///
/// # Errors
/// A rule that is not known, or of which no wording is recorded for the day.
pub fn find(network: &Network, question: &OwnedQuestion) -> Result<Found, TraceError> {
    // It fits: parties are numbered by 32 bits.
    let count = network.parties().len() as Party;
    let stakes = Stakes::new(count, network.links(), question.day, question.repeats);
    let mut findings = Vec::new();
    for (nth, name) in question.rules.iter().enumerate() {
        let rule = Rule::on(name, question.day).ok_or_else(|| TraceError::Option {
            option: "rule",
            value: name.clone(),
            range: "`ofac_50`, `eu` or `uk`, on a day for which a wording is recorded",
        })?;
        let owned = Owned::find(&stakes, &question.listed, rule);
        let all: Vec<Party> = match &question.of {
            Some(of) => of.clone(),
            None => owned.all().map(|(party, _)| party).collect(),
        };
        for party in all {
            if let Some(proof) = owned.proof(&stakes, party) {
                findings.push((party, nth, finding_of(network, &proof)));
            }
        }
    }
    findings.sort_by_key(|(party, nth, _)| (*party, *nth));
    findings.dedup_by_key(|(party, nth, _)| (*party, *nth));
    Ok(Found {
        findings: findings.into_iter().map(|(_, _, found)| found).collect(),
        ..Found::default()
    })
}

fn finding_of(network: &Network, proof: &Proof) -> Finding {
    let mut parties = proof.by();
    for step in &proof.steps {
        if !parties.contains(&step.owned) {
            parties.push(step.owned);
        }
    }
    let mut facts = vec![
        Fact::Party("owned", proof.party),
        Fact::Word("rule", proof.rule.name),
        Fact::Word("answer", proof.standing.word()),
        Fact::Word("basis", proof.basis().word()),
    ];
    if proof.share.most > 0 {
        facts.push(Fact::Number("share-least", proof.share.least.into()));
        facts.push(Fact::Number("share-most", proof.share.most.into()));
    }
    Finding {
        typology: "owned",
        hops: proof.hops(network.links()),
        parties,
        amount: None,
        capped: false,
        facts,
    }
}
