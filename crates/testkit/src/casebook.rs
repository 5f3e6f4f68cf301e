//! The casebook: Markdown pages whose tables are cases.
//!
//! A page opens with front matter (`family`, `floor`) and may hold any prose; every table whose
//! first columns are `query` and `candidate` is read. Nothing else of Markdown is understood.

use kashf_core::Score;
use kashf_text::NameKind;
use std::collections::BTreeMap;
use std::path::Path;

/// What a careful officer says to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Wants to be told.
    Match,
    /// Does not want to be told.
    NoMatch,
    /// Honest people differ.
    Look,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Line of the page, from 1.
    pub line: usize,
    /// The heading above the table.
    pub section: String,
    /// What the user has.
    pub query: String,
    /// What the list has.
    pub candidate: String,
    /// How both are read.
    pub kind: NameKind,
    /// What a person said.
    pub verdict: Verdict,
    /// Why.
    pub why: String,
    /// Further values by FollowTheMoney property: the query's, the candidate's; empty when absent.
    pub details: BTreeMap<&'static str, (String, String)>,
}

/// What a page promises today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floors {
    /// The least share of `match` rows that must be reported.
    pub recall: Score,
    /// The greatest share of `no match` rows that may be reported.
    pub false_share: Score,
}

/// One page of the casebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// File name.
    pub file: String,
    /// The family of names it is about.
    pub family: String,
    /// What it promises.
    pub floors: Floors,
    /// Its rows, in order.
    pub cases: Vec<Case>,
}

/// Why a page cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{file}` line {line}: {message}")]
pub struct PageError {
    /// File name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// The optional columns, and the property each one fills.
const DETAILS: [(&str, &str); 5] = [
    ("dates", "birthDate"),
    ("countries", "nationality"),
    ("genders", "gender"),
    ("numbers", "idNumber"),
    ("imo", "imoNumber"),
];

/// Reads every page of a folder except its README, in order of file names.
///
/// # Errors
/// When the folder or a page cannot be read.
pub fn read_folder(folder: &Path) -> Result<Vec<Page>, Box<dyn std::error::Error>> {
    let mut paths = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        let path = entry?.path();
        let is_page = path.extension().is_some_and(|e| e == "md");
        if is_page && path.file_stem().is_some_and(|s| s != "README") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut pages = Vec::new();
    for path in paths {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        pages.push(read_page(&file, &fs_err::read_to_string(&path)?)?);
    }
    Ok(pages)
}

/// Reads one page.
///
/// # Errors
/// When the front matter or a table is not in order, with the line.
pub fn read_page(file: &str, text: &str) -> Result<Page, PageError> {
    let wrong = |line: usize, message: String| PageError {
        file: file.to_owned(),
        line,
        message,
    };
    let mut lines = (1..).zip(text.lines());
    let (mut family, mut floors) = (None, None);
    if lines.next().map(|(_, l)| l) != Some("---") {
        return Err(wrong(1, "expected front matter between `---`".to_owned()));
    }
    for (line, content) in lines.by_ref().take_while(|(_, l)| *l != "---") {
        match content.split_once(':').map(|(k, v)| (k.trim(), v.trim())) {
            Some(("family", value)) => family = Some(value.to_owned()),
            Some(("floor", value)) => {
                floors = Some(read_floors(value).map_err(|m| wrong(line, m))?);
            }
            _ => return Err(wrong(line, format!("unknown front matter `{content}`"))),
        }
    }
    let mut page = Page {
        file: file.to_owned(),
        family: family.ok_or_else(|| wrong(1, "missing `family:`".to_owned()))?,
        floors: floors.ok_or_else(|| wrong(1, "missing `floor:`".to_owned()))?,
        cases: Vec::new(),
    };
    let mut section = String::new();
    let mut columns: Option<Vec<String>> = None;
    for (line, content) in lines {
        if let Some(heading) = content.strip_prefix('#') {
            section = heading.trim_start_matches('#').trim().to_owned();
        }
        let Some(cells) = read_cells(content) else {
            columns = None;
            continue;
        };
        match &columns {
            None => columns = Some(cells),
            Some(columns) if columns.starts_with(&["query".to_owned(), "candidate".to_owned()]) => {
                if cells.iter().all(|c| c.bytes().all(|b| b == b'-')) && !cells[0].is_empty() {
                    continue;
                }
                let case = read_case(columns, &cells, line, &section);
                page.cases.push(case.map_err(|m| wrong(line, m))?);
            }
            Some(_) => {}
        }
    }
    Ok(page)
}

/// Reads `recall 0.90, false 0.10`.
fn read_floors(text: &str) -> Result<Floors, String> {
    let wrong = || format!("expected `recall X, false Y`, found `{text}`");
    let (recall, false_share) = text.split_once(',').ok_or_else(wrong)?;
    let read = |part: &str, word: &str| -> Result<Score, String> {
        let number = part.trim().strip_prefix(word).ok_or_else(wrong)?;
        number.trim().parse()
    };
    Ok(Floors {
        recall: read(recall, "recall")?,
        false_share: read(false_share, "false")?,
    })
}

fn read_cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|c| c.trim().to_owned()).collect())
}

fn read_case(
    columns: &[String],
    cells: &[String],
    line: usize,
    section: &str,
) -> Result<Case, String> {
    if cells.len() != columns.len() {
        return Err(format!(
            "expected {} cells, found {}",
            columns.len(),
            cells.len()
        ));
    }
    let cell = |name: &str| -> Result<&str, String> {
        let index = columns.iter().position(|c| c == name);
        index
            .map(|i| cells[i].as_str())
            .ok_or_else(|| format!("no column `{name}`"))
    };
    let kind = match cell("kind")? {
        "person" => NameKind::Person,
        "company" => NameKind::Organization,
        "vessel" => NameKind::Vessel,
        other => return Err(format!("unknown kind `{other}`")),
    };
    let verdict = match cell("verdict")? {
        "match" => Verdict::Match,
        "no match" => Verdict::NoMatch,
        "look" => Verdict::Look,
        other => return Err(format!("unknown verdict `{other}`")),
    };
    let mut details = BTreeMap::new();
    for column in columns {
        if ["query", "candidate", "kind", "verdict", "why"].contains(&column.as_str()) {
            continue;
        }
        let (_, property) = DETAILS
            .iter()
            .find(|(name, _)| name == column)
            .ok_or_else(|| format!("unknown column `{column}`"))?;
        let value = cell(column)?;
        if let Some((query, candidate)) = value.split_once('/') {
            let pair = (query.trim().to_owned(), candidate.trim().to_owned());
            details.insert(*property, pair);
        } else if !value.is_empty() {
            return Err(format!("expected `query / candidate`, found `{value}`"));
        }
    }
    let case = Case {
        line,
        section: section.to_owned(),
        query: unescape(cell("query")?)?,
        candidate: unescape(cell("candidate")?)?,
        kind,
        verdict,
        why: cell("why")?.to_owned(),
        details,
    };
    if case.query.is_empty() || case.candidate.is_empty() || case.why.is_empty() {
        return Err("query, candidate and why must not be empty".to_owned());
    }
    Ok(case)
}

/// Replaces `{U+200B}` by its character.
fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{U+") {
        let (hex, tail) = after
            .split_once('}')
            .ok_or_else(|| "`{U+` without `}`".to_owned())?;
        let letter = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
        out.push_str(before);
        out.push(letter.ok_or_else(|| format!("`{hex}` is not a code point"))?);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "---\nfamily: test\nfloor: recall 0.95, false 0.05\n---\n# Title\n\nprose\n\n\
        | other | table |\n|---|---|\n| a | b |\n\n\
        | query | candidate | kind | dates | verdict | why |\n|---|---|---|---|---|---|\n\
        | A{U+200B}b | Ab | person | 1970 / 1971 | no match | because |\n\
        | A | B | vessel |  | look | so |\n";

    #[test]
    fn reads_front_matter_and_rows() {
        let page = read_page("x.md", PAGE).unwrap();
        assert_eq!(page.family, "test");
        assert_eq!(page.floors.recall.to_string(), "0.950");
        assert_eq!(page.cases.len(), 2);
        let case = &page.cases[0];
        assert_eq!(case.query, "A\u{200B}b");
        assert_eq!(case.section, "Title");
        assert_eq!(case.line, 15);
        assert_eq!(case.verdict, Verdict::NoMatch);
        assert_eq!(
            case.details["birthDate"],
            ("1970".to_owned(), "1971".to_owned())
        );
        assert!(page.cases[1].details.is_empty());
    }

    #[test]
    fn names_the_line_of_what_is_wrong() {
        for (from, to, line) in [
            ("| so |", "| |", 16),
            ("| look |", "| perhaps |", 16),
            ("vessel", "boat", 16),
            ("dates", "birthday", 15),
            ("1970 / 1971", "1970", 15),
            ("U+200B", "U+ZZ", 15),
            ("recall 0.95", "recall 95", 3),
        ] {
            let error = read_page("x.md", &PAGE.replacen(from, to, 1)).unwrap_err();
            assert_eq!(error.line, line, "{error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_page_or_an_error_with_its_line(
            lines in proptest::collection::vec("[-|# a-zU+{}:,./0-9]{0,24}", 0..12),
            keep in proptest::bool::ANY,
        ) {
            let body = lines.join("\n");
            let text = if keep { PAGE.replace("prose", &body) } else { body };
            if let Err(error) = read_page("x.md", &text) {
                proptest::prop_assert!(error.line >= 1);
                proptest::prop_assert!(error.line <= text.lines().count().max(1));
            }
        }
    }
}
