// Socket.IO over WebSocket alone: an echo and rooms by the event "m". `node socket-io.mjs PORT`
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })

io.on('connection', (socket) => {
  const { room } = socket.handshake.query
  if (room === undefined) {
    socket.on('m', (text) => socket.emit('m', text))
    return
  }
  socket.join(room)
  socket.on('m', (text) => socket.to(room).emit('m', text))
})
http.listen({ host: '127.0.0.1', port: Number(process.argv[2]), backlog: 4096 }, () => console.log('ready'))
