//! The document as one page of HTML: no script, nothing from elsewhere, readable on a telephone.

use super::markup::{anchor, escape, inline, paragraphs};
use super::shown::{code, kind, row, schema, table};
use serde_json::Value;

const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "head"];

/// One operation of the document.
struct Operation<'d> {
    method: &'static str,
    path: &'d str,
    says: &'d Value,
}

/// The page of a document.
pub(super) fn page(json: &str) -> String {
    let document: Value = serde_json::from_str(json).unwrap_or_default();
    let operations = operations(&document);
    let tags = document["tags"].as_array().cloned().unwrap_or_default();
    let mut contents = String::new();
    let mut groups = String::new();
    for tag in &tags {
        let name = tag["name"].as_str().unwrap_or_default();
        let of_it = |operation: &&Operation<'_>| operation.says["tags"][0] == tag["name"];
        let of_it: Vec<&Operation<'_>> = operations.iter().filter(of_it).collect();
        if of_it.is_empty() {
            continue;
        }
        let links: String = of_it.iter().map(|operation| operation.link()).collect();
        contents.push_str(&format!("<h3>{}</h3>\n<ul>{links}</ul>\n", escape(name)));
        let shown: String = of_it.iter().map(|operation| operation.shown()).collect();
        groups.push_str(&format!(
            "<section><h2 id=\"{}\">{}</h2>\n{}{shown}</section>\n",
            anchor(name),
            escape(name),
            paragraphs(tag["description"].as_str().unwrap_or_default()),
        ));
    }
    let schemas = document["components"]["schemas"].as_object();
    let schemas: String = schemas
        .into_iter()
        .flatten()
        .map(|(name, says)| schema(name, says))
        .collect();
    let info = &document["info"];
    include_str!("page.html")
        .replace(
            "{{version}}",
            &escape(info["version"].as_str().unwrap_or_default()),
        )
        .replace(
            "{{about}}",
            &paragraphs(info["description"].as_str().unwrap_or_default()),
        )
        .replace("{{arabic}}", include_str!("intro.ar.html"))
        .replace("{{contents}}", &contents)
        .replace("{{groups}}", &groups)
        .replace("{{schemas}}", &schemas)
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(says) = item.get(method) {
                all.push(Operation { method, path, says });
            }
        }
    }
    all
}

impl Operation<'_> {
    fn anchor(&self) -> String {
        anchor(&format!("{} {}", self.method, self.path))
    }

    fn link(&self) -> String {
        format!(
            "<li><a href=\"#{}\"><span class=\"method {m}\">{m}</span> {}</a></li>\n",
            self.anchor(),
            escape(self.path),
            m = self.method,
        )
    }

    fn shown(&self) -> String {
        let summary = self.says["summary"].as_str().unwrap_or_default();
        let description = self.says["description"].as_str().unwrap_or_default();
        let mut body = paragraphs(description);
        body.push_str(&self.parameters());
        body.push_str(&self.request());
        body.push_str(&self.responses());
        format!(
            "<details class=\"operation\"><summary><span class=\"method {m}\">{m}</span> <code>{}</code> \
             <span class=\"what\">{}</span></summary>\n<div class=\"body\" id=\"{}\">{body}</div></details>\n",
            escape(self.path),
            inline(summary),
            self.anchor(),
            m = self.method,
        )
    }

    fn parameters(&self) -> String {
        let Some(parameters) = self.says["parameters"].as_array() else {
            return String::new();
        };
        let rows: String = parameters
            .iter()
            .map(|one| {
                let name = one["name"].as_str().unwrap_or_default();
                let required = one["required"] == true;
                let description = one["description"].as_str().unwrap_or_default();
                row(name, required, &one["schema"], description)
            })
            .collect();
        format!("<h4>Parameters</h4>\n{}", table(&rows))
    }

    fn request(&self) -> String {
        let Some(content) = self.says["requestBody"]["content"].as_object() else {
            return self.curl(None);
        };
        let mut text = String::from("<h4>Body</h4>\n");
        for (media, says) in content {
            text.push_str(&format!(
                "<p><code>{}</code>: {}</p>\n",
                escape(media),
                kind(&says["schema"])
            ));
            let example = says.get("example").filter(|example| !example.is_null());
            text.push_str(&example.map_or_else(String::new, code));
            text.push_str(&self.curl(example));
        }
        text
    }

    /// A command to try it; only where everything that it needs has an example.
    fn curl(&self, body: Option<&Value>) -> String {
        let mut path = self.path.to_owned();
        for parameter in self.says["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default();
            let example = parameter
                .get("example")
                .or_else(|| parameter["schema"].get("example"));
            let example = example.map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            });
            match (parameter["in"] == "path", example) {
                (true, Some(example)) => path = path.replace(&format!("{{{name}}}"), &example),
                (true, None) => return String::new(),
                (false, Some(example)) if parameter["required"] == true => {
                    let joint = if path.contains('?') { '&' } else { '?' };
                    path.push_str(&format!("{joint}{name}={example}"));
                }
                (false, _) => {}
            }
        }
        let data = match body {
            Some(Value::String(lines)) => {
                format!(" --data-binary $'{}'", lines.replace('\n', "\\n"))
            }
            Some(json) => format!(" -d '{json}'"),
            None if self.method == "get" => String::new(),
            None => return String::new(),
        };
        let command = format!("curl -s 'http://127.0.0.1:8000{path}'{data}");
        format!(
            "<pre class=\"curl\"><code>{}</code></pre>\n",
            escape(&command)
        )
    }

    fn responses(&self) -> String {
        let mut rows = String::new();
        for (status, says) in self.says["responses"].as_object().into_iter().flatten() {
            let content = says["content"].as_object().into_iter().flatten();
            let shapes: Vec<String> = content.map(|(_, says)| kind(&says["schema"])).collect();
            rows.push_str(&format!(
                "<tr><th scope=\"row\"><code>{}</code></th><td class=\"kind\">{}</td><td>{}</td></tr>\n",
                escape(status),
                shapes.join(" or "),
                inline(says["description"].as_str().unwrap_or_default()),
            ));
        }
        format!("<h4>Answers</h4>\n{}", table(&rows))
    }
}
