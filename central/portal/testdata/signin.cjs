// A citizen in Chromium who signs in while booking, finds the appointment back, and signs out: on a phone and on a desk, with and
// without JavaScript. axe-core looks over each page. The provider says yes at once; nothing else is asked of anybody elsewhere.
// node signin.cjs ADDRESS PROVIDER [FOLDER]: what is wrong goes to the output as lines, pictures to the folder.
"use strict";
const { readFileSync, mkdirSync } = require("node:fs");
const path = require("node:path");

const [address, provider, folder] = process.argv.slice(2);
const modules = process.env.NODE_PATH;
const axe = readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");
const wrong = [];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function look(page, name, script) {
  if (folder) await page.screenshot({ path: path.join(folder, name + ".png"), fullPage: true });
  if (!script) return;
  await page.evaluate(axe + ";0");
  const found = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), tags);
  for (const v of found.violations) wrong.push(`${name} ${page.url()}: axe ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(" || ")}`);
  const view = page.viewport();
  await page.setViewport({ ...view, width: 320 });
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) wrong.push(`${name} ${page.url()}: at 320 pixels it is ${wide} too wide`);
  await page.setViewport(view);
}

async function press(page, words) {
  const it = await page.evaluateHandle((words) => [...document.querySelectorAll("a, button")].find((e) => e.textContent.includes(words)), words);
  if (!it.asElement()) throw new Error(`${page.url()} has nothing to press that says ${words}: ${await page.evaluate(() => document.body.innerText)}`);
  await Promise.all([page.waitForNavigation(), it.asElement().click()]);
}

async function says(page, words) {
  const text = await page.evaluate(() => document.body.innerText);
  if (!text.includes(words)) throw new Error(`${page.url()} does not say ${words}: ${text}`);
}

async function story(browser, name, view, script) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.on("console", (m) => { if (["error", "warn"].includes(m.type()) && !m.text().includes("status of 4")) wrong.push(`${name} ${page.url()}: console: ${m.text()}`); });
  page.on("request", (r) => { if (![address, provider, "data:"].some((a) => r.url().startsWith(a))) wrong.push(`${name}: a request to ${r.url()}`); });
  await page.setViewport(view);
  await page.setJavaScriptEnabled(script);
  const seen = (what) => look(page, `${name}-${what}`, script);
  await page.goto(address + "/vrij?product=eid-aanvraag");
  await press(page, "Kies dit moment");
  await seen("01-details");
  await press(page, "Meld u aan, dan vullen wij");
  await says(page, "U bent aangemeld");
  await page.click("#profiel");
  await seen("02-known");
  await press(page, "Bevestig");
  await says(page, "Uw afspraak is gemaakt");
  await seen("03-appointment");
  await press(page, "Toon al mijn afspraken");
  await seen("04-mine");
  await page.goBack();
  await says(page, "Deze afspraak staat bij uw afspraken");
  await press(page, "Bewaar deze keuze");
  await press(page, "Mijn afspraken");
  await press(page, "Annuleer de afspraak");
  await press(page, "Ja, annuleer");
  await page.goto(address + "/mijn");
  await says(page, "Deze afspraak is geannuleerd");
  await seen("05-gone");
  await press(page, "Meld mij af");
  await says(page, "U bent bij ons afgemeld");
  await seen("06-left");
  await page.goto(address + "/aanmelden/terug?code=x&state=y");
  await says(page, "U bent niet aangemeld");
  await seen("07-failed");
  await context.close();
}

(async () => {
  const { default: puppeteer } = await import(path.join(modules, "puppeteer-core", "lib", "puppeteer", "puppeteer-core.js"));
  if (folder) mkdirSync(folder, { recursive: true });
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, headless: true, args: ["--no-sandbox", "--disable-gpu", "--lang=nl"] });
  try {
    await story(browser, "signin-phone", { width: 360, height: 740, isMobile: true, hasTouch: true }, true);
    await story(browser, "signin-without-script", { width: 1280, height: 900 }, false);
  } finally {
    await browser.close();
  }
  for (const w of wrong) console.log(w);
  process.exitCode = wrong.length ? 1 : 0;
})().catch((e) => { console.log(wrong.join("\n")); console.log(String(e.stack ?? e)); process.exitCode = 1; });
