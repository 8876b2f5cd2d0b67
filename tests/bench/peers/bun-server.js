// Bun, whose server is uWebSockets: an echo and rooms by its publish(). `bun bun-server.js PORT`
Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.argv[2]),
  fetch(request, server) {
    // From the raw text: an URL object for each connection would be charged to the upgrade.
    const at = request.url.indexOf('?room=')
    const room = at < 0 ? null : request.url.slice(at + 6)
    return server.upgrade(request, { data: { room } }) ? undefined : new Response(null, { status: 426 })
  },
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      if (socket.data.room !== null) socket.subscribe(socket.data.room)
    },
    message(socket, text) {
      if (socket.data.room === null) socket.send(text)
      else socket.publish(socket.data.room, text)
    },
  },
})
console.log('ready')
