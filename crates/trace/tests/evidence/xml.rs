//! Reads pictures and pages as XML, so that tests can hold what they are made of.

/// Reads XML to its end and gives the names of its elements, in order, with the ids of the document.
pub(crate) fn elements(xml: &str) -> (Vec<String>, Vec<String>) {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut open = 0_i32;
    let (mut names, mut ids) = (Vec::new(), Vec::new());
    loop {
        use quick_xml::events::Event;
        let event = reader.read_event().expect("well formed");
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                if matches!(event, Event::Start(_)) {
                    open += 1;
                }
                names.push(element.name().as_ref().to_owned());
                for attribute in element.attributes() {
                    let attribute = attribute.expect("attributes once, with values");
                    assert!(!attribute.value.contains('<'));
                    if attribute.key.as_ref() == "id" {
                        ids.push(attribute.value.clone().into_owned());
                    }
                }
            }
            Event::End(_) => open -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0, "every element is closed");
    (names, ids)
}

/// The page as XML: what is void is closed, style and script are emptied.
pub(crate) fn as_xml(page: &str) -> String {
    let mut xml = page.replace("<!doctype html>", "").replace("<br>", "<br/>");
    for void in ["<meta", "<input"] {
        let mut out = String::new();
        for (at, piece) in xml.split(void).enumerate() {
            if at > 0 {
                out.push_str(void);
                out.push_str(&piece.replacen('>', "/>", 1));
            } else {
                out.push_str(piece);
            }
        }
        xml = out;
    }
    for (open, close) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let (before, rest) = xml.split_once(open).expect("it opens");
        let (_, after) = rest.split_once(close).expect("it closes");
        xml = format!("{before}{after}");
    }
    xml
}
