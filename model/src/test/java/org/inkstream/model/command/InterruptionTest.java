package org.inkstream.model.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Test
  void shouldStopTheWorkWaitForItAndExitWell() throws Exception {
    Interruption interruption = interruption(OptionalInt.of(0));
    CountDownLatch started = new CountDownLatch(1);
    Thread worker = new Thread(() -> interruption.during(() -> workUntilStopped(started)));
    worker.start();
    started.await();

    interruption.interrupted();
    worker.join();

    assertThat(events).containsExactly("stop", "work ended", "exit 0");
  }

  @Test
  void shouldLeaveTheSignalsExitCodeToWorkThatIsCutShort() throws Exception {
    Interruption interruption = interruption(OptionalInt.empty());
    CountDownLatch started = new CountDownLatch(1);
    Thread worker = new Thread(() -> interruption.during(() -> workUntilStopped(started)));
    worker.start();
    started.await();

    interruption.interrupted();
    worker.join();

    assertThat(events).containsExactly("stop", "work ended");
  }

  @Test
  void shouldNotCallAFailureAGoodEnd() throws Exception {
    Interruption interruption = interruption(OptionalInt.of(0));

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                interruption.during(
                    () -> {
                      throw new IllegalStateException("broken");
                    }));
    interruption.interrupted();

    assertThat(events).containsExactly("stop");
  }

  @Test
  void shouldTakeItsHookBackOnceTheWorkIsDone() {
    Interruption interruption = interruption(OptionalInt.of(0));

    interruption.during(() -> events.add("work ended"));
    // The hook is not registered any more, or registering it again would be refused.
    interruption.during(() -> events.add("work ended again"));

    assertThat(events).containsExactly("work ended", "work ended again");
  }

  private void workUntilStopped(CountDownLatch started) {
    started.countDown();
    try {
      stopped.await();
      events.add("work ended");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Interruption interruption(OptionalInt exitCode) {
    return new Interruption(
        () -> {
          events.add("stop");
          stopped.countDown();
        },
        exitCode,
        code -> events.add("exit " + code));
  }
}
