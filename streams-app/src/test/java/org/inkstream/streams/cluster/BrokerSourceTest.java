package org.inkstream.streams.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BrokerSourceTest {

  @Test
  void shouldTakeTheEmbeddedBrokerUnlessToldOtherwiseAndNotLookForDocker() {
    assertThat(BrokerSource.parse(null)).isEqualTo(BrokerSource.EMBEDDED);
    assertThat(
            BrokerSource.whyNoContainers(
                BrokerSource.EMBEDDED,
                () -> {
                  throw new AssertionError("looked for");
                }))
        .contains("-Dinkstream.test.kafka is embedded, its default");
  }

  @Test
  void shouldTakeContainersWhereDockerIs() {
    assertThat(BrokerSource.parse("container")).isEqualTo(BrokerSource.CONTAINER);
    assertThat(BrokerSource.whyNoContainers(BrokerSource.CONTAINER, () -> true)).isEmpty();
    assertThat(BrokerSource.parse("auto")).isEqualTo(BrokerSource.AUTO);
    assertThat(BrokerSource.whyNoContainers(BrokerSource.AUTO, () -> true)).isEmpty();
  }

  @Test
  void shouldFailWithoutDockerIfContainersAreAMustAndSayWhyIfTheyAreNot() {
    assertThatThrownBy(() -> BrokerSource.whyNoContainers(BrokerSource.CONTAINER, () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "-Dinkstream.test.kafka=container, and there is no Docker here that Testcontainers can"
                + " use");
    assertThat(BrokerSource.whyNoContainers(BrokerSource.AUTO, () -> false))
        .contains(
            "-Dinkstream.test.kafka=auto, and there is no Docker here that Testcontainers can use");
  }

  @Test
  void shouldRefuseAMisspeltSetting() {
    assertThatThrownBy(() -> BrokerSource.parse("Container"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-Dinkstream.test.kafka=Container: one of embedded, container, auto is expected");
  }
}
