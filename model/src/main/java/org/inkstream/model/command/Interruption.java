package org.inkstream.model.command;

import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Lets a command end its work in order when the process is told to (SIGINT, SIGTERM, SIGHUP). */
public final class Interruption {

  private static final int GRACE_SECONDS = 20;

  private final Runnable stop;
  private final OptionalInt exitCode;
  private final IntConsumer halt;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean failed;
  private final Thread hook = new Thread(this::interrupted, "interruption");

  Interruption(Runnable stop, OptionalInt exitCode, IntConsumer halt) {
    this.stop = stop;
    this.exitCode = exitCode;
    this.halt = halt;
  }

  /**
   * Does work that goes on until it is interrupted: the process then exits with 0, unless the work
   * fails.
   *
   * @param stop called on another thread; makes the work end soon
   */
  public static void endsWell(Runnable stop, Runnable work) {
    new Interruption(stop, OptionalInt.of(0), Runtime.getRuntime()::halt).during(work);
  }

  /**
   * Does work that has an end of its own: interrupted, the process exits with the signal's code.
   *
   * @param stop called on another thread; makes the work end soon
   */
  public static void cutsShort(Runnable stop, Runnable work) {
    new Interruption(stop, OptionalInt.empty(), Runtime.getRuntime()::halt).during(work);
  }

  void during(Runnable work) {
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failed = true;
      throw e;
    } finally {
      ended.countDown();
      removeHook();
    }
  }

  /** What the shutdown hook does: asks the work to end, and waits until it has. */
  void interrupted() {
    stop.run();
    try {
      if (ended.await(GRACE_SECONDS, TimeUnit.SECONDS) && !failed && exitCode.isPresent()) {
        // A JVM that is shutting down for a signal takes no other exit code than the signal's.
        halt.accept(exitCode.getAsInt());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running already: the process ends through it.
      return;
    }
  }
}
