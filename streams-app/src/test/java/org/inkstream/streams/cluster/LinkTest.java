package org.inkstream.streams.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private ServerSocket server;
  private Link link;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 1, HERE);
    link = Link.to(new InetSocketAddress(HERE, server.getLocalPort()));
  }

  @AfterEach
  void close() throws Exception {
    link.close();
    server.close();
  }

  @Test
  void shouldCarryBytesBothWays() throws Exception {
    try (Socket near = new Socket(HERE, link.port());
        Socket far = server.accept()) {
      near.getOutputStream().write(1);
      assertThat(far.getInputStream().read()).isEqualTo(1);
      far.getOutputStream().write(2);
      assertThat(near.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void shouldKeepBytesAndConnectionsWhileItIsCut() throws Exception {
    try (Socket near = new Socket(HERE, link.port());
        Socket far = server.accept()) {
      link.cut();
      near.getOutputStream().write(1);
      far.setSoTimeout(200);
      assertThatThrownBy(() -> far.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      near.getOutputStream().write(2);

      link.mend();

      far.setSoTimeout(0);
      assertThat(far.getInputStream().readNBytes(2)).containsExactly(1, 2);
    }
  }

  @Test
  void shouldConnectOnceMended() throws Exception {
    link.cut();
    try (Socket near = new Socket(HERE, link.port())) {
      near.getOutputStream().write(1);
      link.mend();
      try (Socket far = server.accept()) {
        assertThat(far.getInputStream().read()).isEqualTo(1);
      }
    }
  }

  @Test
  void shouldTellOneEndThatTheOtherIsClosed() throws Exception {
    try (Socket near = new Socket(HERE, link.port())) {
      server.accept().close();
      assertThat(near.getInputStream().read()).isEqualTo(-1);
    }
  }
}
