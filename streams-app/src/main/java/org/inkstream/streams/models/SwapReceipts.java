package org.inkstream.streams.models;

import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.inkstream.model.bundle.GateTimes;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.schemas.SwapReceipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a receipt of each swap that is complete. For one thread. */
final class SwapReceipts {

  private static final Logger LOG = LoggerFactory.getLogger(SwapReceipts.class);

  private final SwapRecorder swaps;
  private final ModelPool pool;
  private final ToLongFunction<String> fetchMillis;
  private final StatusWriter status;
  private final Consumer<SwapReceipt> receipts;

  /**
   * @param fetchMillis how long the last fetch of a version took
   * @param receipts hears of every receipt, besides {@code model-status}
   */
  SwapReceipts(
      SwapRecorder swaps,
      ModelPool pool,
      ToLongFunction<String> fetchMillis,
      StatusWriter status,
      Consumer<SwapReceipt> receipts) {
    this.swaps = swaps;
    this.pool = pool;
    this.fetchMillis = fetchMillis;
    this.status = status;
    this.receipts = receipts;
  }

  /** Writes those that are due. */
  void write() {
    for (SwapRecorder.Swap swap : swaps.completed()) {
      String version = swap.change().getVersion();
      GateTimes times = pool.peek(version, LoadedModel::times).orElse(new GateTimes(0, 0, 0));
      SwapReceipt receipt =
          swap.receipt(times, fetchMillis.applyAsLong(version), pool.allNativeBytes());
      if (receipt.getLateEvents() > 0) {
        LOG.warn(
            "event=late-events version={} from={} effectiveFrom={} events={}",
            version,
            receipt.getFrom(),
            receipt.getEffectiveFrom(),
            receipt.getLateEvents());
      }
      status.swapped(receipt, pool.peek(version, LoadedModel::nativeBytes).orElse(0L));
      receipts.accept(receipt);
    }
  }
}
