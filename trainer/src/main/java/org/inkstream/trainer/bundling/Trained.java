package org.inkstream.trainer.bundling;

import org.inkstream.model.bundle.Bundle;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.fit.Fitted;

/**
 * The result of a training.
 *
 * @param bundle has passed the gate
 * @param test what the bundle's network, as production runs it, made of the test part
 * @param fitted the training it came from
 */
public record Trained(Bundle bundle, Evaluation test, Fitted fitted) {}
