// Other servers, as many as have names: one light process that takes what is sent to any of them, and counts it.
import { createServer } from "node:http";

let taken = 0;
const server = createServer((request, answer) => {
  request.resume().on("end", () => {
    taken++;
    answer.writeHead(202).end();
  });
});
// A delivery opens a connection to each host, and none has to wait for it to close.
server.keepAliveTimeout = 1_000;
server.listen(0, "127.0.0.1", 4096, () => process.send({ port: server.address().port }));
process.on("message", () => process.send({ taken }));
process.on("disconnect", () => process.exit(0));
