package org.inkstream.streams.serve;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Does the same again and again at a steady rate, on a thread of its own, until it is closed. */
final class Rhythm implements AutoCloseable {

  private final IntConsumer beat;
  private final long pauseNanos;
  private final AtomicInteger beats = new AtomicInteger();
  private final Thread thread;
  private volatile boolean stopping;

  private Rhythm(String name, int perSecond, IntConsumer beat) {
    this.beat = beat;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.thread = new Thread(this::run, name);
  }

  /** Starts, with numbers from 0 on. */
  static Rhythm start(String name, int perSecond, IntConsumer beat) {
    Rhythm rhythm = new Rhythm(name, perSecond, beat);
    rhythm.thread.setDaemon(true);
    rhythm.thread.start();
    return rhythm;
  }

  /** How many were done. */
  int beats() {
    return beats.get();
  }

  /** Returns once the last was done. */
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void run() {
    while (!stopping) {
      beat.accept(beats.get());
      beats.incrementAndGet();
      LockSupport.parkNanos(pauseNanos);
    }
  }
}
