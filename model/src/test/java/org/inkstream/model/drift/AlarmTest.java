package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.inkstream.schemas.DriftState;
import org.junit.jupiter.api.Test;

class AlarmTest {

  private static final double THRESHOLD = Math.log(240_000);
  private static final Instant FIRST = Instant.ofEpochSecond(30);
  private static final Instant SECOND = Instant.ofEpochSecond(60);
  private static final Instant THIRD = Instant.ofEpochSecond(90);

  @Test
  void shouldBeOkBelowAHundredthOfTheThreshold() {
    Alarm alarm = Alarm.OK.after(Math.log(2_399), THRESHOLD, FIRST);

    assertThat(alarm.state()).isEqualTo(DriftState.OK);
    assertThat(alarm.whenRaised()).isEmpty();
    assertThat(Alarm.OK.after(Double.NEGATIVE_INFINITY, THRESHOLD, FIRST)).isEqualTo(Alarm.OK);
  }

  @Test
  void shouldWarnFromAHundredthOn() {
    Alarm alarm = Alarm.OK.after(Math.log(2_401), THRESHOLD, FIRST);

    assertThat(alarm.state()).isEqualTo(DriftState.WARN);
    assertThat(alarm.whenRaised()).contains(FIRST);
    assertThat(Alarm.OK.after(Math.log(239_999), THRESHOLD, FIRST).state())
        .isEqualTo(DriftState.WARN);
  }

  @Test
  void shouldRaiseTheAlarmAtTheThreshold() {
    assertThat(Alarm.OK.after(THRESHOLD, THRESHOLD, FIRST))
        .isEqualTo(new Alarm(DriftState.ALARM, FIRST));
  }

  @Test
  void shouldOnlyGetWorse() {
    Alarm warned = Alarm.OK.after(THRESHOLD - 1, THRESHOLD, FIRST);
    Alarm stillWarned = warned.after(0, THRESHOLD, SECOND);
    Alarm raised = stillWarned.after(THRESHOLD + 1, THRESHOLD, SECOND);
    Alarm latched = raised.after(0, THRESHOLD, THIRD).after(THRESHOLD + 9, THRESHOLD, THIRD);

    assertThat(stillWarned).isEqualTo(warned);
    assertThat(raised).isEqualTo(new Alarm(DriftState.ALARM, SECOND));
    assertThat(latched).isEqualTo(raised);
  }
}
