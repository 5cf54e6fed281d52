// A citizen in Chromium: books, moves and cancels, on a phone and on a desk, with and without JavaScript, in light and in dark.
// Each page is looked over by axe-core, fits the width of a phone at 320 pixels (1280 at 400 %), and says nothing on the console.
// node story.cjs ADDRESS [FOLDER]: what is wrong goes to the output as lines, pictures to the folder.
"use strict";
const { readFileSync, mkdirSync } = require("node:fs");
const path = require("node:path");

const [address, folder] = process.argv.slice(2);
const modules = process.env.NODE_PATH;
const axe = readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");
const wrong = [];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// look holds one page (with axe-core where scripts run) against all that every page must be.
async function look(page, name, script) {
  const url = page.url().replace(address, "");
  if (folder) await page.screenshot({ path: path.join(folder, name.replace(/[^a-z0-9-]+/gi, "-") + ".png"), fullPage: true });
  let found = { violations: [] };
  if (script) {
    await page.evaluate(axe + ";0");
    found = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), tags);
  }
  for (const v of found.violations) wrong.push(`${name} ${url}: axe ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " | " + (n.any[0]?.message ?? "")).join(" || ")}`);
  const view = page.viewport();
  for (const width of [320, view.width]) {
    await page.setViewport({ ...view, width });
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) wrong.push(`${name} ${url}: at ${width} pixels it is ${wide} too wide`);
  }
  await page.setViewport(view);
}

// press clicks on a link or a button by its words, and waits for the next page.
async function press(page, words) {
  const it = await page.evaluateHandle((words) => [...document.querySelectorAll("main a, main button")].find((e) => e.textContent.includes(words)), words);
  if (!it.asElement()) throw new Error(`${page.url()} has nothing to press that says ${words}: ${await page.evaluate(() => document.body.innerText)}`);
  await Promise.all([page.waitForNavigation(), it.asElement().click()]);
}

async function says(page, words) {
  const text = await page.evaluate(() => document.body.innerText);
  if (!text.includes(words)) throw new Error(`${page.url()} does not say ${words}: ${text}`);
}

async function story(browser, name, view, script, dark) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.on("console", (m) => { if (["error", "warn"].includes(m.type()) && !m.text().includes("status of 4")) wrong.push(`${name} ${page.url()}: console: ${m.text()}`); });
  page.on("pageerror", (e) => wrong.push(`${name} ${page.url()}: ${e}`));
  page.on("request", (r) => { if (!r.url().startsWith(address) && !r.url().startsWith("data:")) wrong.push(`${name}: a request to ${r.url()}`); });
  await page.setViewport(view);
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  const seen = (what) => look(page, `${name}-${what}`, script);

  await page.goto(address + "/");
  await seen("01-start");
  await page.type("#q", "nieuwe identiteitskaart");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await seen("02-found");
  await press(page, "identiteitskaart (eID) aanvragen");
  await seen("03-sheet");
  await press(page, "Toon het eerste vrije moment");
  await seen("04-moments");
  await press(page, "Kies dit moment");
  await says(page, "vrij tot");
  if (script) {
    await page.waitForFunction(() => /Nog \d+:\d\d/.test(document.getElementById("aftellen").textContent), { timeout: 5000 });
  }
  await seen("05-details");
  await press(page, "Bevestig");
  await says(page, "Vul uw naam in");
  let focus = "";
  for (let i = 0; i < 100 && focus !== "fouten"; i++) focus = await page.evaluate(() => document.activeElement.id); // it comes with the first drawing
  if (focus !== "fouten") wrong.push(`${name}: the summary of errors has not the focus`);
  await seen("06-errors");
  await press(page, "meer tijd");
  await seen("07-longer");
  await page.type("#naam", "Fatima El Amrani");
  await page.type("#mail", "fatima@voorbeeld.be");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await says(page, "Uw afspraak is gemaakt");
  await seen("08-appointment");
  const link = page.url();
  await page.goBack();
  await page.reload(); // the back button
  await says(page, "U hebt deze afspraak al");
  await page.goto(link);
  await press(page, "Kies een ander moment");
  await seen("09-move");
  await press(page, "Toon latere dagen");
  await press(page, "Kies dit moment");
  await seen("10-sure");
  await press(page, "Ja, verzet");
  await says(page, "Uw afspraak is verzet");
  const later = page.url().split("?")[0];
  await press(page, "Vraag een vroeger moment");
  await seen("17-sooner");
  await press(page, "Zet mij op de wachtlijst");
  await says(page, "U staat op de wachtlijst");
  await seen("18-sooner-waiting");
  await page.goto(address + "/proef/vrij");
  await page.goto(later);
  await says(page, "Er is een vroeger moment voor u vrijgehouden");
  await seen("19-appointment-offer");
  await press(page, "Bekijk het vroegere moment");
  await says(page, "voor u vrij tot");
  await seen("20-sooner-offer");
  await press(page, "Ja, verzet mijn afspraak");
  await says(page, "Uw afspraak is verzet");
  await says(page, "dinsdag 24 november 2026 om 09:00");
  await press(page, "Annuleer de afspraak");
  await seen("11-cancel");
  await press(page, "Ja, annuleer");
  await seen("12-cancelled");
  await page.goto(address + "/locaties");
  await seen("13-places");
  await page.goto(address + "/proef/vragen"); // a visit of yesterday
  await seen("21-survey");
  await press(page, "Verstuur mijn antwoord");
  await says(page, "Kies hoe tevreden u bent");
  await seen("22-survey-errors");
  await page.click("#tevreden-4");
  await page.type("#opmerking", "Vriendelijk geholpen");
  await press(page, "Verstuur mijn antwoord");
  await says(page, "Bedankt voor uw antwoord");
  await seen("23-survey-thanks");
  await page.goto(address + "/vrij?product=eid-aanvraag&personen=300&postcode=1000");
  await seen("14-flaws");
  await page.goto(address + "/nergens");
  await seen("15-lost");
  for (const lang of ["fr", "en", "de"]) {
    await page.goto(`${address}/${lang}/vrij?product=eid-aanvraag`);
    await seen("16-" + lang);
  }
  await context.close();
}

(async () => {
  const { default: puppeteer } = await import(path.join(modules, "puppeteer-core", "lib", "puppeteer", "puppeteer-core.js"));
  if (folder) mkdirSync(folder, { recursive: true });
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, headless: true, args: ["--no-sandbox", "--disable-gpu", "--lang=nl"] });
  const phone = { width: 360, height: 740, isMobile: true, hasTouch: true }, desk = { width: 1280, height: 900 };
  try {
    await story(browser, "phone", phone, true, false);
    await story(browser, "phone-without-script", phone, false, false); // axe-core is a script itself; the pages are the same bytes
    await story(browser, "desk-dark", desk, true, true);
  } finally {
    await browser.close();
  }
  for (const w of wrong) console.log(w);
  process.exitCode = wrong.length ? 1 : 0;
})().catch((e) => { console.log(wrong.join("\n")); console.log(String(e.stack ?? e)); process.exitCode = 1; });
