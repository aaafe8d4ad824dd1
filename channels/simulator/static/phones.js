// The three phones: sends what the newcomer does, shows what comes in.
import { draw, fill, words } from "./bubbles.js";
import { segments } from "./segments.js";

const GUARD = { "X-Kentongan-Simulator": "1" };
const NEW_ADDRESS = {
  sms: () => `+62812000${random(5)}`,
  whatsapp: () => `+62812000${random(5)}`,
  telegram: () => `7${random(8)}`,
};

function random(digits) {
  const [number] = crypto.getRandomValues(new Uint32Array(1));
  return String(number % 10 ** digits).padStart(digits, "0");
}

async function post(path, body, more = {}) {
  const isForm = body instanceof FormData;
  const headers = { ...GUARD, ...more, ...(isForm ? {} : { "Content-Type": "application/json" }) };
  const answer = await fetch(path, { method: "POST", headers, body: isForm ? body : JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

class Phone {
  constructor(section) {
    this.section = section;
    this.channel = section.dataset.channel;
    this.log = section.querySelector(".log");
    this.empty = section.querySelector(".empty");
    this.status = section.querySelector(".status");
    this.key = `kentongan-${this.channel}`;
    this.use(sessionStorage.getItem(this.key) ?? section.dataset.address);
    this.listen();
  }

  use(address) {
    this.address = address;
    this.section.querySelector(".address").textContent = address;
    this.log.replaceChildren(this.empty);
  }

  listen() {
    for (const form of this.section.querySelectorAll("form")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.submit(form);
      });
    }
    this.section.querySelector(".renumber").addEventListener("click", () => this.renumber());
    this.section.querySelector(".example")?.addEventListener("click", (event) => this.example(event.target));
    const text = this.section.querySelector("textarea");
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      text.form.requestSubmit();
    });
    this.count(text);
  }

  count(text) {
    const counter = this.section.querySelector(".counter");
    if (!counter) return;
    const show = () => {
      counter.value = fill(words.counter, segments(text.value));
    };
    text.addEventListener("input", show);
    text.form.addEventListener("reset", () => setTimeout(show));
    show();
  }

  async submit(form) {
    const fields = new FormData(form);
    const bodies = {
      text: () => ({ text: fields.get("text") }),
      file: () => fields,
      pin: () => ({ latitude: Number(fields.get("latitude")), longitude: Number(fields.get("longitude")) }),
    };
    const act = form.dataset.act;
    const body = bodies[act]();
    if (act === "text") form.reset(); // the next message can be typed while this one travels
    const sent = await this.send(act, body);
    if (sent && act !== "text") form.reset();
    if (!sent && act === "text" && !form.elements.text.value) form.elements.text.value = body.text;
  }

  async send(act, body) {
    this.status.textContent = `${words.sending} …`;
    try {
      await post(`/simulator/phones/${this.channel}/${act}`, body, { "X-Kentongan-Address": this.address });
      this.status.textContent = "";
      return true;
    } catch {
      this.status.textContent = words.failed;
      return false;
    }
  }

  press(bubble, button, position) {
    if (button.kind === "location") this.askPlace();
    else this.send("tap", { bubble: bubble.id, button: position });
  }

  askPlace() {
    const place = this.section.querySelector(".place");
    place.open = true;
    place.querySelector("input").focus();
    this.status.textContent = words.pin_first;
  }

  example(button) {
    const { latitude, longitude } = button.form.elements;
    latitude.value = button.dataset.latitude;
    longitude.value = button.dataset.longitude;
  }

  renumber() {
    this.use(NEW_ADDRESS[this.channel]());
    sessionStorage.setItem(this.key, this.address);
    this.status.textContent = words.new_number_said;
    restart();
  }

  show(bubble) {
    if (bubble.channel !== this.channel || bubble.address !== this.address) return;
    if (this.log.querySelector(`[data-id="${bubble.id}"]`)) return;
    this.empty.remove();
    this.log.append(draw(bubble, (...pressed) => this.press(...pressed)));
    this.log.scrollTop = this.log.scrollHeight;
  }
}

const phones = [...document.querySelectorAll(".phone")].map((section) => new Phone(section));
let reading = new AbortController();
let since = 0;

function restart() {
  since = 0;
  reading.abort();
}

async function read() {
  reading = new AbortController();
  const headers = { "X-Kentongan-Phones": phones.map((phone) => `${phone.channel}:${phone.address}`).join(",") };
  const answer = await fetch(`/simulator/events?since=${since}&wait=20`, { headers, signal: reading.signal });
  if (!answer.ok) throw new Error(String(answer.status));
  for (const bubble of (await answer.json()).bubbles) {
    since = Math.max(since, bubble.id);
    phones.forEach((phone) => phone.show(bubble));
  }
}

async function readOn() {
  let lost = false;
  for (;;) {
    try {
      await read();
      if (lost) phones.forEach((phone) => (phone.status.textContent = ""));
      lost = false;
    } catch (problem) {
      if (problem.name === "AbortError") continue;
      if (!lost) phones.forEach((phone) => (phone.status.textContent = words.lost));
      lost = true;
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

const faults = document.querySelector("#faults");

function showFaults(state) {
  for (const name of ["twice", "out_of_order", "core_down"]) faults.elements[name].checked = state[name];
  faults.elements.late.value = state.late;
}

faults.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { twice, out_of_order, core_down, late } = faults.elements;
  const wanted = { twice: twice.checked, out_of_order: out_of_order.checked, core_down: core_down.checked };
  const status = faults.querySelector(".status");
  try {
    showFaults(await post("/simulator/faults", { ...wanted, late: Number(late.value) }));
    const any = Object.values(wanted).some(Boolean) || Number(late.value) > 0;
    status.textContent = any ? words.applied : words.applied_none;
  } catch {
    status.textContent = words.failed;
  }
});

fetch("/simulator/faults").then((answer) => answer.json()).then(showFaults).catch(() => {});
readOn();
