package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.schemas.AliasChange;
import org.inkstream.streams.probation.RegistryRollbacks;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an automatic rollback writes, without anybody who serves. */
@Timeout(120)
class RegistryRollbacksIT {

  private final Deployment deployment = new Deployment(1);

  @Test
  void shouldRollTheChampionBackOnceAndNobodyElse() {
    for (String version : List.of("v1", "v2", "v3")) {
      deployment.publish(TestModel.of(version, 1)).promote(version, Duration.ZERO);
    }
    try (RegistryRollbacks rollbacks =
        new RegistryRollbacks(
            deployment.kafka().client(), deployment.topics(), Duration.ZERO, "instance-1")) {
      // It was replaced: nothing is to be done about it any more.
      rollbacks.rollBack("v2", "too late");
      // As a probation does, which asks with each message until it knows of the change.
      while (changes().size() == 3) {
        rollbacks.rollBack("v3", "it errs");
        Deployment.pause();
      }
      rollbacks.rollBack("v3", "again");
    }

    assertThat(changes())
        .extracting(AliasChange::getVersion)
        .containsExactly("v1", "v2", "v3", "v2");
    AliasChange last = changes().get(3);
    assertThat(last.getReason()).isEqualTo("it errs");
    assertThat(last.getPrevious()).isEqualTo("v3");
    assertThat(last.getWho()).isEqualTo("instance-1");
  }

  private List<AliasChange> changes() {
    return RegistryReader.readAll(deployment.kafka().client(), deployment.topics())
        .champion()
        .changes();
  }
}
