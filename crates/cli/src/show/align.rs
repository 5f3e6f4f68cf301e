//! The alignment of two names as a picture in text: token beside token, in whatever scripts.

use super::{Align, Look, Table};
use kashf_text::{Alignment, How, NameToken, PreparedName, TokenClass};

/// The two names of an alignment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sides<'a> {
    pub(crate) query: &'a PreparedName,
    pub(crate) candidate: &'a PreparedName,
    pub(crate) alignment: &'a Alignment,
}

/// One line a pair of tokens, then the tokens without a partner, then what the rules noted.
pub(crate) fn picture(sides: &Sides<'_>, look: &Look, indent: usize) -> String {
    let Sides {
        query,
        candidate,
        alignment,
    } = sides;
    let mut table = Table::new(&[
        ("yours", Align::End),
        ("", Align::Start),
        ("listed", Align::Start),
        ("", Align::Start),
    ]);
    for pair in &alignment.pairs {
        table.row(vec![
            tokens(query, &pair.query, look),
            format!(
                "{} {}.{:03}",
                link(pair.how),
                pair.thousandths / 1000,
                pair.thousandths % 1000
            ),
            tokens(candidate, &pair.candidate, look),
            remark(pair.how, class_of(candidate, &pair.candidate)),
        ]);
    }
    for at in &alignment.extra_query {
        let at = [*at];
        let remark = extra("only in yours", class_of(query, &at));
        table.row(vec![
            tokens(query, &at, look),
            "    -".to_owned(),
            String::new(),
            remark,
        ]);
    }
    for at in &alignment.extra_candidate {
        let at = [*at];
        let remark = extra("only in the listed name", class_of(candidate, &at));
        table.row(vec![
            String::new(),
            "    -".to_owned(),
            tokens(candidate, &at, look),
            remark,
        ]);
    }
    let mut text = table.render(look, indent);
    for note in &alignment.notes {
        text.push_str(&format!(
            "{}note: {}\n",
            " ".repeat(indent),
            note.replace('-', " ")
        ));
    }
    text
}

/// The words of the name as written, not the folded ones that are compared.
fn tokens(name: &PreparedName, at: &[usize], look: &Look) -> String {
    look.foreign(&name.words_of(at))
}

fn class_of<'a>(name: &'a PreparedName, at: &[usize]) -> Option<&'a NameToken> {
    at.first().and_then(|at| name.tokens.get(*at))
}

/// How the pair is tied, as a mark.
fn link(how: How) -> &'static str {
    match how {
        How::Same => "====",
        How::Attested | How::Joined => "===~",
        How::Sound | How::Letters | How::Spelling => "~~~~",
        How::Initial => "=...",
        How::Unlike | How::Distinct => "-/--",
    }
}

fn remark(how: How, token: Option<&NameToken>) -> String {
    let how = match how {
        How::Same => "the same letters",
        How::Sound => "sounds alike",
        How::Letters => "nearly the same letters",
        How::Spelling => "spelled so in Latin letters",
        How::Attested => "attested spellings of one name",
        How::Initial => "an initial",
        How::Unlike => "not alike",
        How::Distinct => "two different names",
        How::Joined => "the same when joined",
    };
    extra(how, token)
}

fn extra(text: &str, token: Option<&NameToken>) -> String {
    let place = token.map_or("", |token| match token.token.class {
        _ if token.flags & NameToken::TITLE != 0 => ", a title",
        _ if token.flags & NameToken::KUNYA != 0 => ", a kunya",
        _ if token.flags & NameToken::AFTER_NASAB != 0 => ", the father's name",
        _ if token.flags & NameToken::FAMILY != 0 => ", the family name",
        TokenClass::LegalForm => ", a legal form",
        TokenClass::Generic => ", an everyday word",
        TokenClass::Word | TokenClass::Initial | TokenClass::Number => "",
    });
    format!("{text}{place}")
}
