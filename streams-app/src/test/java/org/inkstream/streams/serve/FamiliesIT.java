package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TrainedModel;
import org.junit.jupiter.api.Test;

class FamiliesIT {

  private static final Duration LEAD = Duration.ofMillis(1500);

  @Test
  void shouldSwapAnyFamilyForAnyOtherAndAnswerAsEachPredictsOffline() {
    List<TrainedModel> models = TrainedModel.ofEachFamily();
    assertThat(models).hasSize(8);
    assertThat(models)
        .extracting(model -> Arrays.toString(model.probabilities()))
        .as("an answer says by itself which version it is from")
        .doesNotHaveDuplicates();
    List<String> order = everyPair(models.stream().map(TrainedModel::version).toList());
    int swaps = order.size() - 1;
    assertThat(pairs(order)).hasSize(swaps).hasSize(8 * 7);
    Deployment deployment = new Deployment(2);
    models.forEach(deployment::publish);
    deployment.promote(order.get(0), Duration.ZERO);
    try (ServeThread serve = ServeThread.start(deployment, "families").awaitReady()) {
      try (Load load = Load.start(deployment, 300, FamiliesIT::event)) {
        for (int swap = 1; swap <= swaps; swap++) {
          AliasChange change = deployment.promote(order.get(swap), LEAD);
          load.awaitSince(change.getEffectiveFrom(), 20);
        }
        serve.await("to report", () -> deployment.receipts().size() >= swaps);
      }
      deployment.awaitAnswers(0, 1);
    }

    Map<Deployment.Place, Classification> answers = deployment.verify(0);
    assertThat(deployment.statuses())
        .extracting(status -> status.getState())
        .doesNotContain(ModelState.REFUSED);
    List<SwapReceipt> receipts = deployment.receipts();
    assertThat(receipts).hasSize(swaps);
    for (int swap = 1; swap <= swaps; swap++) {
      SwapReceipt receipt = receipts.get(swap - 1);
      assertThat(receipt.getFrom()).isEqualTo(order.get(swap - 1));
      assertThat(receipt.getTo()).isEqualTo(order.get(swap));
      assertThat(receipt.getLateEvents()).isZero();
      deployment.checkFirstOffsets(receipt, answers);
    }
    Map<String, Set<Integer>> digits = new HashMap<>();
    for (Classification answer : answers.values()) {
      digits
          .computeIfAbsent(answer.getModelVersion(), version -> new HashSet<>())
          .add(Integer.parseInt(answer.getId()) % TrainedModel.DIGITS);
    }
    assertThat(digits).hasSize(8);
    assertThat(digits.values()).allMatch(seen -> seen.size() == TrainedModel.DIGITS);
  }

  private static byte[] event(int number) {
    return TestImages.gray(Integer.toString(number), TrainedModel.digit(number));
  }

  /**
   * A round trip in which each follows each other once: a de Bruijn sequence of pairs, as Lyndon
   * words in their order make it (Fredricksen and Maiorana 1978), without pairs of one and the
   * same.
   */
  private static List<String> everyPair(List<String> versions) {
    List<String> order = new ArrayList<>();
    for (int first = 0; first < versions.size(); first++) {
      for (int second = first + 1; second < versions.size(); second++) {
        order.add(versions.get(first));
        order.add(versions.get(second));
      }
    }
    order.add(versions.get(0));
    return order;
  }

  private static Set<List<String>> pairs(List<String> order) {
    Set<List<String>> pairs = new HashSet<>();
    for (int i = 1; i < order.size(); i++) {
      assertThat(order.get(i)).isNotEqualTo(order.get(i - 1));
      pairs.add(List.of(order.get(i - 1), order.get(i)));
    }
    return pairs;
  }
}
