package org.inkstream.streams.serve;

import java.io.IOException;

/** Apicurio's registry itself; it listens on a port that stays, and its data outlive a stop. */
interface ApicurioServer {

  /** Starts it, the first time or again, and does not wait until it answers. */
  void start() throws IOException;

  /** False if it has ended by itself. */
  boolean isAlive();

  /** Ends it; what was registered stays. */
  void stop() throws InterruptedException;

  /** What it has written for people. */
  String log() throws IOException;

  /** Leaves nothing of it, however it is. */
  void remove();
}
