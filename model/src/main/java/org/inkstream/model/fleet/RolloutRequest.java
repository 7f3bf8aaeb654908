package org.inkstream.model.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A promotion somebody asks for.
 *
 * @param version to become champion
 * @param lead how long from the decision until it is in force; of no meaning with {@code at}
 * @param at from which event time on instead
 * @param patience how long live instances are waited for; zero to wait for nobody
 * @param force promotes what an instance refused, or from a time in the past on
 * @param reason kept in the history
 * @param who kept in the history
 */
public record RolloutRequest(
    String version,
    Duration lead,
    Optional<Instant> at,
    Duration patience,
    boolean force,
    String reason,
    String who) {}
