package org.inkstream.streams.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/**
 * Ports of the loopback interface. A port found free is free at that moment only: it is given back
 * before Kafka binds it, because Kafka's server opens its own sockets.
 */
final class Ports {

  static final String HOST = "localhost";

  private Ports() {}

  /** Two different free ports. */
  record Pair(int first, int second) {}

  /** A free port for the broker and one for the controller, held together so that they differ. */
  static Pair twoFree() throws BrokerStartException {
    try (ServerSocketChannel first = bind(0);
        ServerSocketChannel second = bind(0)) {
      return new Pair(portOf(first), portOf(second));
    } catch (IOException e) {
      throw new BrokerStartException("no free port on " + HOST + ": " + e.getMessage(), e);
    }
  }

  /** Fails unless this port can be listened on. */
  static void requireFree(int port) throws BrokerStartException {
    try (ServerSocketChannel channel = bind(port)) {
      assert portOf(channel) == port;
    } catch (IOException e) {
      throw new BrokerStartException(
          "cannot listen on " + HOST + ":" + port + ": " + e.getMessage(), e);
    }
  }

  static boolean isFree(int port) {
    try {
      requireFree(port);
      return true;
    } catch (BrokerStartException e) {
      return false;
    }
  }

  // As Kafka opens its sockets, so that a port free here is free there (SO_REUSEADDR included).
  private static ServerSocketChannel bind(int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      return channel.bind(new InetSocketAddress(HOST, port));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static int portOf(ServerSocketChannel channel) throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }
}
