package org.inkstream.streams.produce;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows from time to time how many images were sent, until it is closed. */
final class ProgressLine implements AutoCloseable {

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private final PrintWriter err;
  private final boolean terminal;
  private final long limit;
  private final LongSupplier sent;
  private long before;
  private boolean shown;

  /**
   * A line that is not shown yet.
   *
   * @param terminal whether the line may be overwritten: twice a second then, otherwise a new line
   *     every five seconds
   * @param limit how many there will be; Long.MAX_VALUE if that is not known
   */
  ProgressLine(PrintWriter err, boolean terminal, long limit, LongSupplier sent) {
    this.err = err;
    this.terminal = terminal;
    this.limit = limit;
    this.sent = sent;
  }

  /** Begins to show. */
  void begin() {
    int millis = terminal ? 500 : 5_000;
    timer.scheduleAtFixedRate(() -> show(millis), millis, millis, TimeUnit.MILLISECONDS);
  }

  synchronized void show(long millis) {
    long now = sent.getAsLong();
    String goal = limit == Long.MAX_VALUE ? "" : " of " + limit;
    String line =
        "sending: %d%s, %d in a second".formatted(now, goal, (now - before) * 1000 / millis);
    before = now;
    shown = true;
    if (terminal) {
      // Spaces wipe what a longer line has left.
      err.print("\r" + line + "     ");
    } else {
      err.println(line);
    }
    err.flush();
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    if (terminal && shown) {
      err.println();
      err.flush();
    }
  }
}
