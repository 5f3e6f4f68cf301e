//! The parts of a card in words: what each format for people says alike.

use super::words::{Fill, Say};
use super::{
    Card, CardFact, CardHop, CardParty, FactValue, HopKind, Join, Joined, OnWord, Part, Unsure,
};
use crate::{Amount, LinkKind, Share};

/// The word of a kind, as messages and machine formats name it.
pub(super) fn kind_word(kind: HopKind) -> &'static str {
    match kind {
        HopKind::Move(kind) => kind.word(),
        HopKind::Link(kind) => match kind {
            LinkKind::Ownership => "ownership",
            LinkKind::Directorship => "directorship",
            LinkKind::Membership => "membership",
            LinkKind::Employment => "employment",
            LinkKind::Representation => "representation",
            LinkKind::Family => "family",
            LinkKind::Associate => "associate",
            LinkKind::Unknown => "unknown",
            LinkKind::Other => "other",
            LinkKind::Same => "same",
            LinkKind::Control => "control",
        },
    }
}

impl Say {
    /// A kind of step.
    pub(super) fn kind(self, kind: HopKind) -> String {
        self.plain(&format!("kind-{}", kind_word(kind)))
    }

    /// What a pattern is called.
    pub(super) fn typology(self, name: &str) -> String {
        self.known(&format!("typology-{name}"), &[])
            .unwrap_or_else(|| self.foreign(name))
    }

    /// What a pattern means (`what`), or how it can be innocent (`innocent`).
    pub(super) fn of_typology(self, name: &str, part: &str) -> String {
        self.known(&format!("typology-{name}-{part}"), &[])
            .unwrap_or_else(|| self.plain(&format!("typology-other-{part}")))
    }

    /// From whom to whom, or around whom.
    pub(super) fn headline(self, card: &Card) -> String {
        let party = |at: usize| {
            let shown = card.parties.get(at).map_or("?", CardParty::shown);
            Fill::Ready(self.foreign(&super::safe::fit(&super::safe::safe(shown), 60)))
        };
        let hub = |party: &CardParty| party.part == Part::Hub;
        if let Some(at) = card.parties.iter().position(hub) {
            return self.with("head-hub", &[("hub", party(at))]);
        }
        let (Some(first), Some(last)) = (card.hops.first(), card.hops.last()) else {
            return card
                .parties
                .first()
                .map_or_else(String::new, |party| self.foreign(party.shown()));
        };
        // The one that the typology names, else where the first step begins and the last one ends.
        let only = |part: Part, otherwise: usize| {
            let mut named = (0..card.parties.len()).filter(|at| card.parties[*at].part == part);
            match (named.next(), named.next()) {
                (Some(at), None) => at,
                _ => otherwise,
            }
        };
        let back = ends(first).0 == ends(last).1;
        let source = only(Part::Source, ends(first).0);
        let target = if back {
            source
        } else {
            only(Part::Target, ends(last).1)
        };
        if source == target {
            return self.with("head-back", &[("source", party(source))]);
        }
        let sources = card.parties.iter();
        let sources = sources.filter(|party| party.part == Part::Source).count();
        let key = if sources > 1 {
            "head-many"
        } else {
            "head-path"
        };
        self.with(key, &[("source", party(source)), ("target", party(target))])
    }

    /// Amounts of one or several currencies.
    pub(super) fn amounts(self, amounts: &[Amount]) -> String {
        let texts: Vec<String> = amounts.iter().map(|amount| self.amount(*amount)).collect();
        match texts.len() {
            0..=3 => self.list(&texts),
            _ => self.plain("several-currencies"),
        }
    }

    /// What moved, or how much is held.
    pub(super) fn measure(self, hop: &CardHop) -> String {
        match (hop.amount, hop.share) {
            (Some(amount), _) => self.amount(amount),
            (None, Some(share)) => self.share(share),
            (None, None) => String::new(),
        }
    }

    /// A share in percent.
    pub(super) fn share(self, share: Share) -> String {
        if share == Share::UNKNOWN {
            return self.plain("share-unknown");
        }
        let percent = |hundredths: u16| Fill::Ours(percent(hundredths));
        if share.least == share.most {
            return self.with("share-exact", &[("share", percent(share.least))]);
        }
        let fills = [
            ("least", percent(share.least)),
            ("most", percent(share.most)),
        ];
        self.with("share-between", &fills)
    }

    /// When it moved, or as long as it stands.
    pub(super) fn when(self, hop: &CardHop) -> String {
        if let Some(time) = hop.time {
            return self.time(time);
        }
        let day = |day: i32| Fill::Ours(super::time::date(i64::from(day)));
        match hop.stands {
            (Some(since), Some(until)) => {
                let fills = [("since", day(since)), ("until", day(until))];
                self.with("stands-both", &fills)
            }
            (Some(since), None) => self.with("stands-from", &[("since", day(since))]),
            (None, Some(until)) => self.with("stands-to", &[("until", day(until))]),
            (None, None) => String::new(),
        }
    }

    /// A span of time with its length.
    pub(super) fn span(self, (start, end): (i64, i64)) -> String {
        if start == end {
            return self.time(start);
        }
        let fills = [
            ("start", Fill::Ready(self.time(start))),
            ("end", Fill::Ready(self.time(end))),
        ];
        format!(
            "{} ({})",
            self.with("from-to", &fills),
            self.lasting(end.saturating_sub(start))
        )
    }

    /// On whose word.
    pub(super) fn word(self, word: &OnWord) -> String {
        match word {
            OnWord::Row { file, line } => {
                let fills = [
                    ("file", Fill::Foreign(file.as_str())),
                    ("line", Fill::Ours(line.to_string())),
                ];
                self.with("row-of", &fills)
            }
            OnWord::Statement {
                dataset,
                entity,
                id,
                seen,
            } => {
                let fills = [
                    ("dataset", Fill::Foreign(dataset.as_str())),
                    ("entity", Fill::Foreign(entity.as_str())),
                ];
                let mut parts = vec![self.with("said-by", &fills)];
                if !id.is_empty() {
                    parts.push(format!(
                        "{} {}",
                        self.plain("label-statement"),
                        self.foreign(id)
                    ));
                }
                if !seen.is_empty() {
                    parts.push(format!(
                        "{} {}",
                        self.plain("label-seen"),
                        self.foreign(seen)
                    ));
                }
                self.list(&parts)
            }
        }
    }

    /// All words of a step, or that none is recorded.
    pub(super) fn words(self, hop: &CardHop) -> Vec<String> {
        if hop.word.is_empty() {
            return vec![self.plain("word-none")];
        }
        hop.word.iter().map(|word| self.word(word)).collect()
    }

    /// How a party was identified.
    pub(super) fn joined(self, joined: &Joined) -> String {
        match (joined.by, joined.score) {
            (Join::Identifier, _) => self.plain("join-identifier"),
            (Join::Given, _) => self.plain("join-given"),
            (Join::Name, None) => self.plain("join-name"),
            (Join::Name, Some(score)) => self.with(
                "join-name-score",
                &[("score", Fill::Ours(thousandths(score)))],
            ),
        }
    }

    /// A fact: its label and its value.
    pub(super) fn fact(self, card: &Card, fact: &CardFact) -> (String, String) {
        let label = self
            .known(&format!("fact-{}", fact.name), &[])
            .unwrap_or_else(|| self.foreign(&fact.name));
        let value = match &fact.value {
            FactValue::Party(at) => {
                self.foreign(card.parties.get(*at).map_or("?", CardParty::shown))
            }
            FactValue::Number(number) => self.ours(&number.to_string()),
            FactValue::Amount(amount) => self.amount(*amount),
            FactValue::Seconds(seconds) => self.lasting(*seconds),
            FactValue::Share(hundredths) => {
                let share = decimal(*hundredths);
                self.with("share-exact", &[("share", Fill::Ours(share))])
            }
            FactValue::Words(words) => self
                .known(&format!("word-{}", words.en), &[])
                .or_else(|| self.known(&format!("word-of-{}", fact.name), &[]))
                .unwrap_or_else(|| self.foreign(words.of(self.language))),
        };
        (label, value)
    }

    /// Something unsure as a sentence.
    pub(super) fn unsure(self, card: &Card, unsure: &Unsure) -> String {
        let party = |at: usize| {
            let shown = card.parties.get(at).map_or("?", CardParty::shown);
            Fill::Ready(self.foreign(shown))
        };
        let of_hop = |key: &str, hop: usize| {
            let (holder, held) = card.hops.get(hop).map_or((0, 0), |hop| (hop.from, hop.to));
            self.with(key, &[("holder", party(holder)), ("held", party(held))])
        };
        match unsure {
            Unsure::JoinedByName { party: at } => {
                let joined = card
                    .parties
                    .get(*at)
                    .and_then(|party| party.joined.as_ref());
                match joined.and_then(|joined| joined.score) {
                    None => self.with("unsure-joined-by-name", &[("party", party(*at))]),
                    Some(score) => self.with(
                        "unsure-joined-by-name-score",
                        &[
                            ("party", party(*at)),
                            ("score", Fill::Ours(thousandths(score))),
                        ],
                    ),
                }
            }
            Unsure::ShareUnknown { hop } => of_hop("unsure-share-unknown", *hop),
            Unsure::DatesUnknown { hop } => of_hop("unsure-dates-unknown", *hop),
            Unsure::CurrenciesDiffer { currencies } => {
                let codes: Vec<String> = currencies.iter().map(|c| self.ours(c.code())).collect();
                let fills = [("currencies", Fill::Ready(self.list(&codes)))];
                self.with("unsure-currencies", &fills)
            }
            Unsure::NoCurrency => self.plain("unsure-no-currency"),
            Unsure::OrderRelaxed { movements, seconds } => {
                let fills = [
                    ("n", Fill::Count(*movements as u64)),
                    ("time", Fill::Ready(self.lasting(*seconds))),
                ];
                self.with("unsure-relaxed", &fills)
            }
            Unsure::Capped => self.plain("unsure-capped"),
            Unsure::Other(words) => self.foreign(words.of(self.language)),
        }
    }

    /// All that is unsure; never nothing.
    pub(super) fn all_unsure(self, card: &Card) -> Vec<String> {
        if card.unsure.is_empty() {
            return vec![self.plain("unsure-nothing")];
        }
        card.unsure
            .iter()
            .map(|unsure| self.unsure(card, unsure))
            .collect()
    }

    /// What sort of party, where the caller said so.
    pub(super) fn schema(self, party: &CardParty) -> Option<String> {
        if party.schema.is_empty() {
            return None;
        }
        let known = self.known(&format!("schema-{}", party.schema), &[]);
        Some(known.unwrap_or_else(|| self.foreign(&party.schema)))
    }

    /// Movements, steps, parties and listed ones, counted.
    pub(super) fn counts(self, card: &Card) -> Vec<String> {
        vec![
            self.count("count-steps", card.hops.len()),
            self.count("count-parties", card.parties.len()),
            self.count_listed(card),
        ]
    }

    /// How many are listed; never "none" where no list was asked.
    pub(super) fn count_listed(self, card: &Card) -> String {
        let listed = card.parties.iter().filter(|party| party.listed.is_some());
        match (listed.count(), self.asked) {
            (0, false) => self.plain("listed-unasked"),
            (count, _) => self.count("count-listed", count),
        }
    }

    /// Whether a party is on a list, as far as lists were asked.
    pub(super) fn listed(self, party: &CardParty) -> String {
        self.plain(match (&party.listed, self.asked) {
            (Some(_), _) => "listed-yes",
            (None, true) => "listed-no",
            (None, false) => "listed-unasked",
        })
    }
}

/// From whom to whom the finding walks.
pub(super) fn ends(hop: &CardHop) -> (usize, usize) {
    if hop.walked_back {
        (hop.to, hop.from)
    } else {
        (hop.from, hop.to)
    }
}

/// Hundredths of a percent as percent, without idle zeros: 5,000 is `50`, 3,333 is `33.33`.
pub(super) fn percent(hundredths: u16) -> String {
    decimal(i64::from(hundredths))
}

/// Hundredths as a decimal without idle zeros.
pub(super) fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (
        hundredths.unsigned_abs() / 100,
        hundredths.unsigned_abs() % 100,
    );
    match part {
        0 => format!("{sign}{whole}"),
        part if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        part => format!("{sign}{whole}.{part:02}"),
    }
}

/// Thousandths as a decimal: 930 is `0.930`.
pub(super) fn thousandths(score: u16) -> String {
    format!("{}.{:03}", score / 1_000, score % 1_000)
}
