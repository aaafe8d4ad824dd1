// Draws messages. Whatever a message says is put in as text, never as markup.
const language = document.documentElement.lang;
export const words = JSON.parse(document.body.dataset.words);

export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function heading(bubble) {
  const line = element("p", "meta");
  line.append(element("span", "who", words[bubble.author]), " ");
  const time = element("time", "", new Date(bubble.time).toLocaleTimeString(language, { timeStyle: "short" }));
  time.dateTime = bubble.time;
  line.append(time);
  const remarks = [];
  if (bubble.author !== "carrier" && bubble.note) remarks.push(words[bubble.note] ?? bubble.note);
  if (bubble.segments) remarks.push(fill(words.segments, { count: bubble.segments }));
  if (remarks.length) line.append(element("span", "remark", ` · ${remarks.join(" · ")}`));
  return line;
}

function content(bubble) {
  if (bubble.author === "carrier") {
    const said = words[bubble.note] ?? bubble.note;
    return bubble.text ? `${said} (${bubble.text})` : said;
  }
  return bubble.kind === "text" ? bubble.text : `${words[bubble.kind]}: ${bubble.text}`;
}

function buttons(bubble, press) {
  const row = element("div", "buttons");
  bubble.buttons.forEach((button, position) => {
    const made = element("button", "", button.label);
    made.type = "button";
    made.addEventListener("click", () => press(bubble, button, position));
    row.append(made);
  });
  return row;
}

export function draw(bubble, press) {
  const made = element("article", `bubble ${bubble.author}`);
  made.dataset.id = bubble.id;
  made.append(heading(bubble), element("p", "text", content(bubble)));
  if (bubble.buttons.length) made.append(buttons(bubble, press));
  return made;
}
