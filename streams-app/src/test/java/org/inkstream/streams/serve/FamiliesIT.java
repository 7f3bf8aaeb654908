package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class FamiliesIT {

  private static final Duration LEAD = Duration.ofMillis(1500);

  /** Each version is another family; what each answers is compared with what is computed here. */
  @Test
  void shouldSwapBetweenTreesKernelsAndNetworksAsBetweenNetworks() {
    List<String> order =
        List.of("tree", "network", "forest", "kernels", "network", "tree", "kernels");
    Deployment deployment =
        new Deployment(2)
            .publish(TestModel.forest("tree", 1, 1001))
            .publish(TestModel.forest("forest", 7, 1002))
            .publish(TestModel.kernels("kernels", 1003))
            .publish(TestModel.of("network", 1));
    deployment.promote(order.get(0), Duration.ZERO);
    try (ServeThread serve = ServeThread.start(deployment, "families").awaitReady()) {
      try (Load load = Load.start(deployment, 200)) {
        for (int swap = 1; swap < order.size(); swap++) {
          load.awaitMore(60);
          deployment.promote(order.get(swap), LEAD);
        }
        serve.await("to report", () -> receipts(deployment).size() >= order.size() - 1);
      }
      deployment.awaitAnswers(0, 1);
    }

    Map<Deployment.Place, Classification> answers = deployment.verify(0);
    Set<String> answered = new TreeSet<>();
    answers.values().forEach(answer -> answered.add(answer.getModelVersion()));
    assertThat(answered).containsExactly("forest", "kernels", "network", "tree");
    List<SwapReceipt> receipts = receipts(deployment);
    assertThat(receipts).hasSize(order.size() - 1);
    for (int swap = 1; swap < order.size(); swap++) {
      SwapReceipt receipt = receipts.get(swap - 1);
      assertThat(receipt.getFrom()).isEqualTo(order.get(swap - 1));
      assertThat(receipt.getTo()).isEqualTo(order.get(swap));
      assertThat(receipt.getLateEvents()).isZero();
      assertThat(receipt.getFirstOffsets()).isNotEmpty();
    }
  }

  private static List<SwapReceipt> receipts(Deployment deployment) {
    return deployment.statuses().stream()
        .filter(status -> status.getState() == ModelState.SWAPPED)
        .map(ModelStatus::getReceipt)
        .filter(receipt -> receipt.getFrom() != null)
        .toList();
  }
}
