// Prints, as JSON, the bytes that two encoders of others make of the ticket in peer_test.go, and their table of code page 858.
// The packages are found through NODE_PATH.
const receiptline = require('receiptline');
const ReceiptPrinterEncoder = require('@point-of-sale/receipt-printer-encoder');
const codepages = require('@point-of-sale/codepage-encoder');

const markdown = `
"Loket Berchem"

^^^A042

Zoë, é ë € Ü|

{code:https://loket.example/t/A042;option:qrcode,6,m}

{code:Loket-7;option:code128,2,72,hri}

=
`;
const line = receiptline.transform(markdown, { command: 'escpos', cpl: 42, encoding: 'cp858', spacing: false, cutting: false });

const Encoder = ReceiptPrinterEncoder.default || ReceiptPrinterEncoder;
const sale = new Encoder({ language: 'esc-pos', columns: 42, newline: '\n' })
  .initialize().codepage('cp858')
  .align('center').bold(true).line('Loket Berchem').bold(false)
  .size(2, 2).line('A042').size(1, 1)
  .align('left').line('Zoë, é ë € Ü')
  .align('center').qrcode('https://loket.example/t/A042', { model: 2, size: 6, errorlevel: 'm' })
  .barcode('Loket-7', 'code128', { height: 72, width: 2, text: true })
  .cut('partial')
  .encode();

const Codepages = codepages.default || codepages;
// All characters at once; one that the page does not have comes back as a question mark.
const page = {};
const characters = Array.from({ length: 0x25ff - 0x7f }, (_, i) => 0x80 + i).filter((r) => r < 0x500 || r >= 0x2000);
Codepages.encode(String.fromCodePoint(...characters), 'cp858').forEach((b, i) => {
  if (b >= 0x80) page[characters[i]] = b;
});

const hex = (bytes) => Buffer.from(bytes).toString('hex');
console.log(JSON.stringify({ receiptline: hex(Buffer.from(line, 'latin1')), 'receipt-printer-encoder': hex(sale), page858: page }));
