/**
 * @file quarry_proofs.h
 * The umbrella header of Quarry's proof engine: everything a node needs to seal, unseal, update and prove
 * sectors.
 */
#ifndef QUARRY_PROOFS_H
#define QUARRY_PROOFS_H

#include "quarry_crypto.h"
#include "quarry_curve.h"
#include "quarry_msm.h"
#include "quarry_ntt.h"
#include "quarry_platform.h"

#include "quarry/aggregate.h"
#include "quarry/challenge.h"
#include "quarry/circuit.h"
#include "quarry/config.h"
#include "quarry/graph.h"
#include "quarry/groth16.h"
#include "quarry/merkle.h"
#include "quarry/pc1.h"
#include "quarry/pc2.h"
#include "quarry/piece.h"
#include "quarry/update.h"
#include "quarry/vanilla.h"

#endif
