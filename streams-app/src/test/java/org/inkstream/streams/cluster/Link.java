package org.inkstream.streams.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way over TCP that begins on this machine and can be cut as a network is: connections stay and
 * bytes wait, also those of connections made meanwhile, and all come in order once it is mended.
 */
final class Link implements AutoCloseable {

  private static final int CHUNK = 64 << 10;

  private final ServerSocket entry;
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private boolean cut;
  private boolean closed;

  private Link(ServerSocket entry, InetSocketAddress target) {
    this.entry = entry;
    this.target = target;
  }

  /** Opens a way; nobody need listen there yet. */
  static Link to(InetSocketAddress target) {
    try {
      Link link = new Link(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
      link.run(link::accept);
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it begins. */
  int port() {
    return entry.getLocalPort();
  }

  synchronized void cut() {
    cut = true;
  }

  synchronized void mend() {
    cut = false;
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    close(entry);
    open.forEach(Link::close);
  }

  private void accept() {
    while (true) {
      Socket near;
      try {
        near = entry.accept();
      } catch (IOException e) {
        return; // Closed.
      }
      run(() -> connect(near));
    }
  }

  private void connect(Socket near) {
    try {
      awaitMended();
      Socket far = new Socket(target.getAddress(), target.getPort());
      open.add(near);
      open.add(far);
      run(() -> carry(far, near));
      carry(near, far);
    } catch (IOException e) {
      close(near); // As if nobody listened here.
    }
  }

  /** Carries bytes one way until an end is closed, and then closes the other. */
  private void carry(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        awaitMended();
        out.write(chunk, 0, read);
      }
    } catch (IOException e) {
      // An end was closed: the finally block tells the other.
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private synchronized void awaitMended() throws IOException {
    while (cut && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    if (closed) {
      throw new IOException("closed");
    }
  }

  private void run(Runnable work) {
    Thread thread = new Thread(work, "link-" + port());
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
