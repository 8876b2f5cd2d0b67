// npm `ws`: an echo and rooms. `node ws.mjs PORT`
import { WebSocketServer } from 'ws'

const rooms = new Map()
const server = new WebSocketServer({
  host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false, backlog: 4096,
})

server.on('connection', (socket, request) => {
  if (request.url === '/echo') {
    socket.on('message', (data) => socket.send(data, { binary: false }))
    return
  }
  const members = roomOf(request.url)
  members.add(socket)
  socket.on('message', (data) => {
    for (const other of members) if (other !== socket) other.send(data, { binary: false })
  })
  socket.on('close', () => members.delete(socket))
})
server.on('listening', () => console.log('ready'))

function roomOf(url) {
  if (!rooms.has(url)) rooms.set(url, new Set())
  return rooms.get(url)
}
