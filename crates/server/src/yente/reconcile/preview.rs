//! A small page about an entity: what a client shows when the pointer rests on a candidate.

use super::super::labels::of_value;
use crate::error::YenteError;
use crate::world::World;
use axum::http::StatusCode;
use kashf::{EntityView, model};
use std::fmt::Write;

/// Most values of a property, and most characters of a value.
const MAX_VALUES: usize = 5;
const MAX_CHARS: usize = 200;

/// The page of an entity.
pub(super) fn page(world: &World, id: &str) -> Result<String, YenteError> {
    let reader = world.entities.reader();
    let number = reader.find(id);
    let number = number.ok_or_else(|| YenteError::new(StatusCode::NOT_FOUND, "No such entity!"))?;
    Ok(written(&reader.view(number)))
}

fn written(view: &EntityView<'_>) -> String {
    let schema = model().schema(view.schema);
    let caption = escaped(&view.caption);
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{caption}</title>\
         <style>body{{font:14px sans-serif;margin:8px}}th{{text-align:start;vertical-align:top;padding-inline-end:8px}}</style>\
         </head><body><h1 dir=\"auto\" style=\"font-size:18px\">{caption}</h1><p>{} · {}</p><table>",
        escaped(schema.map_or(view.schema, |schema| schema.label)),
        escaped(&view.datasets.join(", ")),
    );
    let featured = schema.map_or(&[][..], |schema| &schema.featured);
    let more = ["alias", "topics", "country", "address", "sourceUrl"];
    let more = more.into_iter().filter(|prop| !featured.contains(prop));
    for prop in featured.iter().copied().chain(more) {
        let property = schema.and_then(|schema| schema.property(prop));
        let values = view.values(prop);
        let Some(property) = property.filter(|_| !values.is_empty()) else {
            continue;
        };
        let shown = values.iter().take(MAX_VALUES).map(|value| {
            let short: String = value.chars().take(MAX_CHARS).collect();
            let text = of_value(property.kind, value).unwrap_or(&short);
            format!("<bdi>{}</bdi>", escaped(text))
        });
        let shown: Vec<String> = shown.collect();
        // Writing to a text cannot fail.
        let _ = write!(
            page,
            "<tr><th>{}</th><td>{}</td></tr>",
            escaped(property.label),
            shown.join("<br>")
        );
    }
    page.push_str("</table></body></html>");
    page
}

/// Text as it may stand in a page: lists are foreign.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_list_is_markup() {
        let view = EntityView {
            id: "x-1",
            schema: "Person",
            caption: "<script>alert('x')</script>".into(),
            properties: vec![
                ("name", vec!["\"><img src=x>"]),
                ("nationality", vec!["sy"]),
            ],
            ..EntityView::default()
        };
        let page = written(&view);
        assert!(
            !page.contains("<script") && !page.contains("<img"),
            "{page}"
        );
        assert!(page.contains("Syria"));
    }
}
