// A PouchDB behind HTTP, in a process of its own. Tells its port to the process that started it.
'use strict';

const express = require('express');
const PouchDB = require('pouchdb').defaults({ prefix: process.argv[2] + '/' });

const app = express();
app.use('/', require('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: process.argv[2] + '/log' }));
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit(0));
