package org.inkstream.streams.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayPositionTest {

  @Test
  void shouldReadBackWhatItCommits() {
    ReplayPosition position = new ReplayPosition(5, Map.of("B", 9L, "A", 7L));

    assertThat(position.toCommit()).isEqualTo(new OffsetAndMetadata(5, "A=7,B=9"));
    assertThat(ReplayPosition.of(position.toCommit())).isEqualTo(position);
    assertThat(ReplayPosition.of(new OffsetAndMetadata(5, "")))
        .isEqualTo(new ReplayPosition(5, Map.of()));
  }

  @Test
  void shouldHaveAPositionForEachReason() {
    ReplayPosition position = new ReplayPosition(5, Map.of()).upTo(10, Set.of("A"));

    assertThat(position.isPending("A", 9)).isFalse();
    assertThat(position.isPending("A", 10)).isTrue();
    assertThat(position.isPending("B", 5)).isTrue();
    assertThat(position.isPending("B", 4)).isFalse();
    assertThat(position.offset()).isEqualTo(5);
  }

  @Test
  void shouldForgetReasonsThatTheOthersHaveCaughtUpWith() {
    ReplayPosition position = new ReplayPosition(5, Map.of("A", 7L, "B", 20L)).allUpTo(10);

    assertThat(position).isEqualTo(new ReplayPosition(10, Map.of("B", 20L)));
  }

  @Test
  void shouldNeverGoBack() {
    ReplayPosition position = new ReplayPosition(5, Map.of("A", 7L));

    assertThat(position.allUpTo(3)).isEqualTo(position);
    assertThat(position.upTo(6, Set.of("A"))).isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "A=x", "=5", "A=1,,B"})
  void shouldRefuseMetadataThatIsNotItsOwn(String metadata) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReplayPosition.of(new OffsetAndMetadata(5, metadata)))
        .withMessageContaining(metadata);
  }
}
